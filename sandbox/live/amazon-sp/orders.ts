import { type Answer, type Asked, invalid, listOf, missing, momentOf, ok } from "./answer";
import { changedAt } from "./order-facts";
import { shapeOf } from "./orders-shape";
import { itemShape, orderShape } from "./orders-v0-shape";
import { cutPage } from "./paging";
import { type AmazonState, type ShopOrder, stamp, vendorNow } from "./state";

const settledMs = 120_000;

/** Orders v0: getOrders. */
export function getOrders(state: AmazonState, { query }: Asked): Answer {
  const found = findOrders(state, query, {
    marketplaces: "MarketplaceIds",
    created: ["CreatedAfter", "CreatedBefore"],
    updated: ["LastUpdatedAfter", "LastUpdatedBefore"],
    perPage: "MaxResultsPerPage",
    token: "NextToken",
  });
  if (!("orders" in found)) return found;
  return ok({
    payload: {
      Orders: found.orders.map((order) => orderShape(state, order)),
      ...(found.next ? { NextToken: found.next } : {}),
      LastUpdatedBefore: stamp(vendorNow(state)),
    },
  });
}

/** Orders 2026-01-01: searchOrders. */
export function searchOrders(state: AmazonState, { query }: Asked): Answer {
  const found = findOrders(state, query, {
    marketplaces: "marketplaceIds",
    created: ["createdAfter", "createdBefore"],
    updated: ["lastUpdatedAfter", "lastUpdatedBefore"],
    perPage: "maxResultsPerPage",
    token: "paginationToken",
  });
  if (!("orders" in found)) return found;
  const included = listOf(query, "includedData");
  return ok({
    orders: found.orders.map((order) => shapeOf(state, order, included)),
    ...(found.next ? { pagination: { nextToken: found.next } } : {}),
    lastUpdatedBefore: stamp(vendorNow(state)),
  });
}

interface Names {
  marketplaces: string;
  created: readonly [string, string];
  updated: readonly [string, string];
  perPage: string;
  token: string;
}

function findOrders(
  state: AmazonState,
  query: URLSearchParams,
  names: Names,
): Answer | { orders: ShopOrder[]; next: string | null } {
  const now = vendorNow(state);
  const [created, createdBefore] = names.created.map((name) => momentOf(query, name));
  const [updated, updatedBefore] = names.updated.map((name) => momentOf(query, name));
  const moments = [created, createdBefore, updated, updatedBefore];
  if (moments.some((moment) => Number.isNaN(moment))) return invalid("A date is not in ISO 8601 format.");
  if ((created === null) === (updated === null))
    return invalid(`Exactly one of ${names.created[0]} and ${names.updated[0]} is needed.`);
  if (created !== null && updatedBefore !== null)
    return invalid(`${names.updated[1]} does not go with ${names.created[0]}.`);
  if (updated !== null && createdBefore !== null)
    return invalid(`${names.created[1]} does not go with ${names.updated[0]}.`);
  const before = createdBefore ?? updatedBefore ?? null;
  const after = created ?? updated ?? 0;
  if (before !== null && (before < after || before > now - settledMs))
    return invalid("The end must not lie before the start, and two minutes before now.");
  const places = listOf(query, names.marketplaces);
  if (places.length === 0) return invalid(`${names.marketplaces} is needed.`);
  const perPage = Number(query.get(names.perPage) ?? 100);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 100)
    return invalid(`${names.perPage} is 1 to 100.`);
  const page = cutPage(state, {
    question: [names.token, places, after, before, created === null].join(" "),
    token: query.get(names.token),
    perPage: Math.min(perPage, state.options.ordersPerPage),
    rows: () => {
      const timeOf = (order: ShopOrder) =>
        created === null ? changedAt(state, order) : order.placedAt.getTime();
      const last = Math.min(before ?? now, now - state.options.settleSeconds * 1000);
      return [...state.orders.values()]
        .filter(
          (order) =>
            places.includes(state.options.marketplaceId) && timeOf(order) >= after && timeOf(order) <= last,
        )
        .sort((a, b) => timeOf(a) - timeOf(b) || (a.number < b.number ? -1 : 1))
        .map((order) => order.number);
    },
  });
  if (!page) return invalid("The paging token is not valid.");
  return { orders: page.rows.flatMap((number) => state.orders.get(number) ?? []), next: page.next };
}

/** Orders v0: getOrder. */
export function getOrderV0(state: AmazonState, asked: Asked): Answer {
  const order = state.orders.get(asked.segments[3] ?? "");
  return order ? ok({ payload: orderShape(state, order) }) : missing("The order does not exist.");
}

/** Orders v0: getOrderItems. */
export function getOrderItems(state: AmazonState, asked: Asked): Answer {
  const order = state.orders.get(asked.segments[3] ?? "");
  if (!order) return missing("The order does not exist.");
  const page = cutPage(state, {
    question: `items ${order.number}`,
    token: asked.query.get("NextToken"),
    perPage: state.options.itemsPerPage,
    rows: () => order.lines.map(({ itemId }) => itemId),
  });
  if (!page) return invalid("The paging token is not valid.");
  const lines = order.lines.filter(({ itemId }) => page.rows.includes(itemId));
  return ok({
    payload: {
      AmazonOrderId: order.number,
      OrderItems: lines.map((line) => itemShape(state, order, line)),
      ...(page.next ? { NextToken: page.next } : {}),
    },
  });
}

/** Orders 2026-01-01: getOrder. */
export function getOrder(state: AmazonState, asked: Asked): Answer {
  const order = state.orders.get(asked.segments[3] ?? "");
  if (!order) return missing("The order does not exist.");
  return ok({ order: shapeOf(state, order, listOf(asked.query, "includedData")) });
}
