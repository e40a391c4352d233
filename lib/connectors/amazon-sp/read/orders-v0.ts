import type { Page, Position, Session, SourceRecord } from "../../live-contract";
import type { Account } from "../account";
import { callApi } from "../client";
import { mapOrderV0 } from "../mapper/order-v0";
import {
  type OrderItemV0,
  type OrderV0,
  orderAnswer,
  orderItemsAnswer,
  ordersAnswer,
} from "../wire-types/orders-v0";
import { unlessMissing } from "./missing";
import { checkMoves, lastPage, numberAt, textAt } from "./pages";

/**
 * Orders a page. Each needs a call of its own for its items, of which 30 go at once and 0.5 a second after that; a page
 * of as many keeps both limits equally busy and loses little when it has to be read again.
 */
const PER_PAGE = 30;

/** One page of orders changed since, each with its items. */
export async function readOrdersV0(
  session: Session,
  account: Account,
  since: string,
  position: Position | null,
): Promise<Page> {
  const token = textAt(position, "token");
  const { value, raw } = await callApi(
    session,
    "getOrders",
    {
      method: "GET",
      path: "/orders/v0/orders",
      query: {
        MarketplaceIds: [account.marketplace.id],
        LastUpdatedAfter: since,
        MaxResultsPerPage: PER_PAGE,
        NextToken: token,
      },
    },
    ordersAnswer,
  );
  const sent = (raw as { payload: { Orders: unknown[] } }).payload.Orders;
  const records = new Map<string, SourceRecord>();
  for (const [index, order] of value.payload.Orders.entries()) {
    if (records.has(order.AmazonOrderId)) continue;
    const record = await withItems(session, account, order, sent[index]);
    if (record) records.set(record.id, record);
  }
  const next = value.payload.NextToken ?? null;
  checkMoves(token, next);
  if (next === null) return lastPage([...records.values()]);
  return {
    records: [...records.values()],
    next: { token: next, restarts: numberAt(position, "restarts") },
    progress: null,
  };
}

/** Orders by their ids; those that Amazon does not have are left out. */
export async function ordersByIdV0(
  session: Session,
  account: Account,
  ids: readonly string[],
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for (const id of ids) {
    const path = `/orders/v0/orders/${encodeURIComponent(id)}`;
    const found = await unlessMissing(() =>
      callApi(session, "getOrderV0", { method: "GET", path }, orderAnswer),
    );
    if (!found) continue;
    const sent = (found.raw as { payload: unknown }).payload;
    const record = await withItems(session, account, found.value.payload, sent);
    if (record) records.push(record);
  }
  return records;
}

async function withItems(
  session: Session,
  account: Account,
  order: OrderV0,
  raw: unknown,
): Promise<SourceRecord | null> {
  const items = new Map<string, { item: OrderItemV0; raw: unknown }>();
  let token: string | null = null;
  do {
    const page: { value: { payload: { OrderItems: OrderItemV0[]; NextToken?: string } }; raw: unknown } =
      await callApi(
        session,
        "getOrderItems",
        {
          method: "GET",
          path: `/orders/v0/orders/${encodeURIComponent(order.AmazonOrderId)}/orderItems`,
          query: { NextToken: token },
        },
        orderItemsAnswer,
      );
    const sent = (page.raw as { payload: { OrderItems: unknown[] } }).payload.OrderItems;
    for (const [index, item] of page.value.payload.OrderItems.entries())
      items.set(item.OrderItemId, { item, raw: sent[index] });
    const next = page.value.payload.NextToken ?? null;
    checkMoves(token, next);
    token = next;
  } while (token !== null);
  const found = [...items.values()];
  return mapOrderV0(
    order,
    found.map(({ item }) => item),
    account,
    { order: raw, items: found.map((one) => one.raw) },
  );
}
