import { z } from "zod";
import type { Page, ReadRequest, Session, SourceRecord } from "@/lib/connectors/live-contract";
import { query } from "../client";
import { codesOf } from "../codes";
import { IDS, ordersByIdQuery, ordersQuery, ROWS } from "../documents";
import { plainOrder } from "../graphql-order";
import { globalId } from "../ids";
import { orderRecords } from "../map-order";
import { channelOf } from "../settings";
import { type OrderNode, order, pageOf, type RefundNode } from "../wire-types";
import { readBulkOrders } from "./bulk-orders";
import { changedFilter, cursorOf, idsAt, nextCursor } from "./filters";
import { allLines, refundsOf } from "./order-parts";
import { unreadableOrder } from "./unreadable";

const listShape = z.object({ orders: pageOf(z.unknown()) });
const byIdShape = z.object({ nodes: z.array(z.unknown()) });
/** A longer period is read in bulk; a shorter one, such as an hour that is checked again, is there sooner by pages. */
const PAGED_HOURS_MAX = 48;

/** Orders by their last change, by id or of a short period page by page; of a long one, or all, through a bulk operation. */
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
        nodes.filter((node) => node != null),
      ),
      next,
      progress,
      gone: variables.ids.filter((_, at) => nodes[at] === null).map((id) => ({ kind: "order", id })),
    };
  }
  // A shop's whole history, a page of twenty at a time, would take days.
  if (isLong(scope)) return readBulkOrders(session, scope, position);
  const field = scope.kind === "backfill" ? "processed_at" : "updated_at";
  const variables = { first: ROWS.orders, after: cursorOf(position), query: changedFilter(scope, field) };
  const { orders } = await query(session, ordersQuery, variables, listShape);
  return {
    records: await recordsOf(session, orders.nodes),
    next: nextCursor(orders.pageInfo),
    progress: null,
  };
}

function isLong(scope: Exclude<ReadRequest["scope"], { kind: "ids" }>): boolean {
  if (scope.kind === "incremental") return scope.since === null;
  return Date.parse(scope.until) - Date.parse(scope.from) > PAGED_HOURS_MAX * 3_600_000;
}

async function recordsOf(session: Session, nodes: readonly unknown[]): Promise<SourceRecord[]> {
  const parsed = nodes.map((raw) => ({ raw, node: order.safeParse(raw).data }));
  const refunds = await refundsOf(
    session,
    parsed.flatMap(({ node }) => node ?? []),
  );
  const records: SourceRecord[] = [];
  for (const { raw, node } of parsed)
    records.push(
      ...(node ? await recordsOfOne(session, node, refunds.get(node.id) ?? []) : unreadableOrder(raw)),
    );
  return records;
}

async function recordsOfOne(
  session: Session,
  node: OrderNode,
  refunds: readonly RefundNode[],
): Promise<SourceRecord[]> {
  const lines = await allLines(session, node.id, node.lineItems);
  const { lineItems: _shown, refunds: _ids, ...head } = node;
  const plain = plainOrder(node, lines, refunds, codesOf(session.settings));
  return orderRecords(plain, channelOf(session.settings), { ...head, lineItems: lines, refunds });
}
