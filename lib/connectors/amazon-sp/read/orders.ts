import type { Page, ReadRequest, Session, SourceRecord } from "../../live-contract";
import { type Account, accountOf } from "../account";
import { callApi } from "../client";
import { mapOrder } from "../mapper/order";
import { getOrderAnswer, searchOrdersAnswer } from "../wire-types/orders";
import { unlessMissing } from "./missing";
import { readOrdersReport } from "./orders-report";
import { ordersByIdV0, readOrdersV0 } from "./orders-v0";
import { checkMoves, lastPage, numberAt, onceEach, restartAfter, textAt } from "./pages";

/** Who buys and where they live is restricted data that Plimsoll has no use for: BUYER and RECIPIENT are left out. */
export const INCLUDED = ["PROCEEDS", "CANCELLATION", "FULFILLMENT"] as const;

const PER_PAGE = 100;
/** Orders asked for one by one in a call of `read`, as many as their bucket holds at once. */
const IDS_PER_PAGE = 20;
/** How far back a sync without a beginning looks: changes of older orders are a backfill's, which reads reports. */
const firstReadMs = 30 * 86_400_000;

/** Since when a sync reads. */
export const sinceOf = (scope: { since: string | null; until: string }): string =>
  scope.since ?? new Date(Date.parse(scope.until) - firstReadMs).toISOString();

/** One page of orders: changed since, of a period through reports, or by id. */
export async function readOrders(session: Session, request: ReadRequest): Promise<Page> {
  const account = accountOf(session.settings);
  const { scope, position } = request;
  if (scope.kind === "backfill") return readOrdersReport(session, account, scope, position);
  if (scope.kind === "ids") {
    const from = numberAt(position, "index");
    const ids = scope.ids.slice(from, from + IDS_PER_PAGE);
    const read = account.ordersVersion === "v0" ? ordersByIdV0 : ordersById;
    const records = await read(session, account, ids);
    const to = from + ids.length;
    return to < scope.ids.length
      ? { records, next: { index: to }, progress: to / scope.ids.length }
      : lastPage(records);
  }
  const since = sinceOf(scope);
  try {
    return account.ordersVersion === "v0"
      ? await readOrdersV0(session, account, since, position)
      : await searchPage(session, account, since, textAt(position, "token"), numberAt(position, "restarts"));
  } catch (error) {
    return { records: [], next: restartAfter(error, position), progress: null };
  }
}

async function searchPage(
  session: Session,
  account: Account,
  since: string,
  token: string | null,
  restarts: number,
): Promise<Page> {
  const { value, raw } = await callApi(
    session,
    "searchOrders",
    {
      method: "GET",
      path: "/orders/2026-01-01/orders",
      query: {
        marketplaceIds: [account.marketplace.id],
        lastUpdatedAfter: since,
        maxResultsPerPage: PER_PAGE,
        includedData: INCLUDED,
        paginationToken: token,
      },
    },
    searchOrdersAnswer,
  );
  const sent = (raw as { orders: unknown[] }).orders;
  const records = onceEach(
    value.orders.flatMap((order, index) => mapOrder(order, account, sent[index]) ?? []),
  );
  const next = value.pagination?.nextToken ?? null;
  checkMoves(token, next);
  return next === null ? lastPage(records) : { records, next: { token: next, restarts }, progress: null };
}

async function ordersById(
  session: Session,
  account: Account,
  ids: readonly string[],
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for (const id of ids) {
    const found = await unlessMissing(() =>
      callApi(
        session,
        "getOrder",
        {
          method: "GET",
          path: `/orders/2026-01-01/orders/${encodeURIComponent(id)}`,
          query: { includedData: INCLUDED },
        },
        getOrderAnswer,
      ),
    );
    const record = found && mapOrder(found.value.order, account, (found.raw as { order: unknown }).order);
    if (record) records.push(record);
  }
  return records;
}
