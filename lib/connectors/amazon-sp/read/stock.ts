import type { Page, Position, ReadRequest, Session, SourceRecord } from "../../live-contract";
import { type Account, accountOf } from "../account";
import { callApi } from "../client";
import { stockRecord, unitsOfSummary } from "../mapper/stock";
import { inventoryAnswer } from "../wire-types/inventory";
import { checkMoves, chunksOf, lastPage, numberAt, onceEach, restartAfter, textAt } from "./pages";

/** SKUs that one call may name. */
const SKUS_PER_CALL = 50;
/** Amazon's paging token is good for 30 seconds; one that is nearly as old is not tried. */
const tokenSeconds = 28;

/**
 * One page of what Amazon stores: changed since, all of it, or by SKU. Amazon tells no past levels, so a period is read
 * as all that is there now. Changes of what is inbound alone do not show in a reading of changes.
 */
export async function readStock(session: Session, request: ReadRequest): Promise<Page> {
  const account = accountOf(session.settings);
  const { scope, position } = request;
  if (scope.kind === "ids") {
    const chunks = chunksOf(scope.ids, SKUS_PER_CALL);
    const at = numberAt(position, "index");
    const page = await summaries(session, account, { sellerSkus: chunks[at] ?? [] });
    return at + 1 < chunks.length
      ? { records: page.records, next: { index: at + 1 }, progress: (at + 1) / chunks.length }
      : lastPage(page.records);
  }
  const since = scope.kind === "incremental" ? withinReach(scope.since, session.now()) : null;
  const token = freshToken(position, session.now());
  const restarts = numberAt(position, "restarts");
  try {
    // Amazon's own advice: a page of changes is asked for with its start and its token together.
    const page = await summaries(session, account, { startDateTime: since, nextToken: token });
    checkMoves(token, page.next);
    if (page.next === null) return lastPage(page.records);
    return {
      records: page.records,
      next: { token: page.next, at: session.now().toISOString(), restarts },
      progress: null,
    };
  } catch (error) {
    return { records: [], next: restartAfter(error, position), progress: null };
  }
}

/** Amazon knows changes of the last 18 months; for an older beginning everything is read. */
const reachMs = 17 * 30 * 86_400_000;
const withinReach = (since: string | null, now: Date): string | null =>
  since !== null && now.getTime() - Date.parse(since) < reachMs ? since : null;

function freshToken(position: Position | null, now: Date): string | null {
  const token = textAt(position, "token");
  const at = textAt(position, "at");
  if (token === null || at === null) return null;
  return now.getTime() - Date.parse(at) > tokenSeconds * 1000 ? null : token;
}

async function summaries(
  session: Session,
  account: Account,
  filter: { sellerSkus?: readonly string[]; startDateTime?: string | null; nextToken?: string | null },
): Promise<{ records: SourceRecord[]; next: string | null }> {
  const { id } = account.marketplace;
  const { value, raw, at } = await callApi(
    session,
    "getInventorySummaries",
    {
      method: "GET",
      path: "/fba/inventory/v1/summaries",
      query: {
        details: true,
        granularityType: "Marketplace",
        granularityId: id,
        marketplaceIds: [id],
        ...filter,
      },
    },
    inventoryAnswer,
  );
  const sent = (raw as { payload: { inventorySummaries: unknown[] } }).payload.inventorySummaries;
  const readAt = at.toISOString();
  const records = value.payload.inventorySummaries.flatMap((summary, index) => {
    const units = unitsOfSummary(summary);
    if (!units || !summary.sellerSku) return [];
    return stockRecord(summary.sellerSku, units, account, { asOf: readAt, raw: sent[index] }) ?? [];
  });
  return { records: onceEach(records), next: value.pagination?.nextToken ?? null };
}
