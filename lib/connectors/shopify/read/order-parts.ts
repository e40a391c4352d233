import { z } from "zod";
import type { Session } from "@/lib/connectors/live-contract";
import { query } from "../client";
import {
  IDS,
  orderLinesQuery,
  orderRefundsQuery,
  REFUNDS_SHOWN,
  refundLinesQuery,
  refundsQuery,
} from "../documents";
import {
  type LineItemNode,
  lineItem,
  type OrderNode,
  pageInfo,
  pageOf,
  type RefundNode,
  ref,
  refund,
  refundLine,
} from "../wire-types";
import { nextCursor } from "./filters";

const linesShape = z.object({ order: z.object({ lineItems: pageOf(lineItem) }).nullable() });
const refundIdsShape = z.object({ order: z.object({ refunds: z.array(ref) }).nullable() });
const refundsShape = z.object({ nodes: z.array(refund.nullable()) });
const refundLinesShape = z.object({
  node: z.object({ refundLineItems: z.object({ nodes: z.array(refundLine), pageInfo }) }).nullable(),
});

/** All lines of an order of which a list showed the first. */
export async function allLines(
  session: Session,
  id: string,
  shown: OrderNode["lineItems"],
): Promise<LineItemNode[]> {
  const lines = [...shown.nodes];
  for (let next = nextCursor(shown.pageInfo); next; ) {
    const { order } = await query(session, orderLinesQuery, { id, after: next.cursor }, linesShape);
    if (!order) break;
    lines.push(...order.lineItems.nodes);
    next = nextCursor(order.lineItems.pageInfo);
  }
  return lines;
}

/** The refunds of some orders, whole, by order. */
export async function refundsOf(
  session: Session,
  orders: readonly { id: string; refunds: readonly { id: string }[] }[],
): Promise<ReadonlyMap<string, readonly RefundNode[]>> {
  const idsByOrder = new Map<string, readonly string[]>();
  for (const order of orders) {
    if (order.refunds.length === 0) continue;
    const ids = order.refunds.map(({ id }) => id);
    idsByOrder.set(order.id, ids.length < REFUNDS_SHOWN ? ids : await refundIds(session, order.id, ids));
  }
  const wanted = [...idsByOrder.values()].flat();
  const found = new Map<string, RefundNode>();
  for (let at = 0; at < wanted.length; at += IDS.refunds) {
    const ids = wanted.slice(at, at + IDS.refunds);
    const { nodes } = await query(session, refundsQuery, { ids }, refundsShape);
    for (const node of nodes) if (node) found.set(node.id, await withAllLines(session, node));
  }
  return new Map([...idsByOrder].map(([order, ids]) => [order, ids.flatMap((id) => found.get(id) ?? [])]));
}

async function refundIds(session: Session, id: string, shown: readonly string[]): Promise<readonly string[]> {
  const { order } = await query(session, orderRefundsQuery, { id }, refundIdsShape);
  return order?.refunds.map((one) => one.id) ?? shown;
}

async function withAllLines(session: Session, node: RefundNode): Promise<RefundNode> {
  const lines = [...node.refundLineItems.nodes];
  for (let next = nextCursor(node.refundLineItems.pageInfo); next; ) {
    const more = await query(
      session,
      refundLinesQuery,
      { id: node.id, after: next.cursor },
      refundLinesShape,
    );
    if (!more.node) break;
    lines.push(...more.node.refundLineItems.nodes);
    next = nextCursor(more.node.refundLineItems.pageInfo);
  }
  return { ...node, refundLineItems: { ...node.refundLineItems, nodes: lines } };
}
