import { z } from "zod";
import type { Page, ReadRequest, Session, SourceRecord } from "@/lib/connectors/live-contract";
import { query } from "../client";
import { codesOf } from "../codes";
import { IDS, ordersByIdQuery, ordersQuery, ROWS } from "../documents";
import { plainOrder } from "../graphql-order";
import { globalId } from "../ids";
import { orderRecords } from "../map-order";
import { channelOf } from "../settings";
import { type OrderNode, order, pageOf } from "../wire-types";
import { readBulkOrders } from "./bulk-orders";
import { changedFilter, cursorOf, idsAt, nextCursor } from "./filters";
import { allLines, refundsOf } from "./order-parts";

const listShape = z.object({ orders: pageOf(order) });
const byIdShape = z.object({ nodes: z.array(order.nullable()) });

/** Orders by their last change, by id, or those of a period, or all, through a bulk operation. */
export async function readOrders(session: Session, request: ReadRequest): Promise<Page> {
  const { scope, position } = request;
  if (scope.kind === "ids") {
    const { ids, next, progress } = idsAt(scope.ids, position, IDS.orders);
    if (ids.length === 0) return { records: [], next, progress };
    const variables = { ids: ids.map((id) => globalId("Order", id)) };
    const { nodes } = await query(session, ordersByIdQuery, variables, byIdShape);
    return {
      records: await recordsOf(
        session,
        nodes.filter((node) => node !== null),
      ),
      next,
      progress,
    };
  }
  // A shop's whole history, a page of twenty at a time, would take days.
  if (scope.kind === "backfill" || scope.since === null) return readBulkOrders(session, scope, position);
  const variables = { first: ROWS.orders, after: cursorOf(position), query: changedFilter(scope) };
  const { orders } = await query(session, ordersQuery, variables, listShape);
  return {
    records: await recordsOf(session, orders.nodes),
    next: nextCursor(orders.pageInfo),
    progress: null,
  };
}

async function recordsOf(session: Session, nodes: readonly OrderNode[]): Promise<SourceRecord[]> {
  const codes = codesOf(session.settings);
  const refunds = await refundsOf(session, nodes);
  const records: SourceRecord[] = [];
  for (const node of nodes) {
    const lines = await allLines(session, node.id, node.lineItems);
    const refunded = refunds.get(node.id) ?? [];
    const { lineItems: _shown, refunds: _ids, ...head } = node;
    const raw = { ...head, lineItems: lines, refunds: refunded };
    records.push(...orderRecords(plainOrder(node, lines, refunded, codes), channelOf(session.settings), raw));
  }
  return records;
}
