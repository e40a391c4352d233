import type { Tx } from "@/db/client";
import { newId } from "@/lib/core/ids";
import type { Actor } from "../_shared/actor";
import { type Asked, askedFor, lockAsked } from "./asked-for";
import { linesOfOrder } from "./lines-of-order";
import { skusAsCalled } from "./skus-as-called";
import type { NewTransfer, TransferPayload } from "./types";

interface Order {
  id: number;
  number: string;
  leadId: string;
  nextLineNo: number;
  /** How many are asked for it: who moves the goods, and perhaps who receives them. */
  asked: number;
}

/**
 * Puts lines of another decision into the order that the same approval has begun on the lane, if nothing of it has been sent,
 * it is not full and holds none of these SKUs. The lines get an action of their own, which is not sent but rides with the
 * order's. Null: there is no such order.
 */
export async function joinOrder(
  tx: Tx,
  actor: Actor,
  { recommendationId, laneId, lines, freightMinor, fixedMinor = 0, expected }: NewTransfer,
  shipment: string,
): Promise<{ actionId: string; transferId: number; number: string } | null> {
  const skuIds = lines.map(({ skuId }) => skuId);
  const [order] = await tx<Order[]>`
    select o.id, o.number, o.action_id as "leadId", l.last + 1 as "nextLineNo",
      (select count(*)::int from action a where ${askedFor(tx, tx`o.id`)}) as asked
    from transfer_order o
    cross join lateral (
      select max(line_no) as last, bool_or(sku_id = any(${skuIds})) as has from transfer_line where transfer_id = o.id) l
    where o.shipment = ${shipment} and o.lane_id = ${laneId} and o.state = 'planned'
      and not l.has and l.last + ${lines.length} <= ${linesOfOrder}
    order by o.id desc limit 1`;
  if (!order) return null;
  const asked = await lockUnsent(tx, order);
  const lead = asked?.find(({ id }) => id === order.leadId);
  if (!asked || !lead) return null;
  const skus = await tx<{ id: number; code: string }[]>`select id, code from sku where id = any(${skuIds})`;
  const codes = new Map(skus.map(({ id, code }) => [id, code]));
  const added = lines.map(({ skuId, quantity }, index) => ({
    lineNo: order.nextLineNo + index,
    skuId,
    sku: codes.get(skuId) ?? "",
    quantity,
  }));
  for (const one of asked) await addLines(tx, one, added);
  const actionId = newId();
  const { called: _, ...own } = lead.payload;
  await tx`
    insert into action (id, recommendation_id, kind, executor, connection_id, payload, rides_with, next_attempt_at,
      expected_low_minor, expected_minor, expected_high_minor, approved_by)
    select ${actionId}, ${recommendationId}, kind, executor, connection_id, ${tx.json({ ...own, lines: added } as never)}, id,
      next_attempt_at, ${expected?.lowMinor ?? null}, ${expected?.midMinor ?? null}, ${expected?.highMinor ?? null}, ${actor.name}
    from action where id = ${lead.id}`;
  await tx`
    update transfer_order set freight_minor = freight_minor + ${freightMinor}, fixed_minor = fixed_minor + ${fixedMinor}
    where id = ${order.id}`;
  await tx`
    insert into transfer_line (transfer_id, line_no, sku_id, origin_id, destination_id, quantity, action_id, freight_minor)
    select o.id, l."lineNo", l."skuId", o.origin_id, o.destination_id, l.quantity, ${actionId}::uuid,
      ${lines.length === 1 ? freightMinor : null}::bigint
    from transfer_order o, jsonb_to_recordset(${tx.json(added)}) as l ("lineNo" int, "skuId" int, quantity int)
    where o.id = ${order.id}`;
  return { actionId, transferId: order.id, number: order.number };
}

/** All that is asked of anyone for an order, locked; null when some of it has been sent, or another has it in hand. */
async function lockUnsent(tx: Tx, { id, asked }: Order): Promise<Asked[] | null> {
  const rows = await lockAsked(tx, id, { skipLocked: true });
  return rows.length === asked && rows.every(({ isUnsent }) => isUnsent) ? rows : null;
}

async function addLines(
  tx: Tx,
  { id, connectionId, payload }: Asked,
  added: TransferPayload["lines"],
): Promise<void> {
  const names =
    connectionId === null
      ? {}
      : await skusAsCalled(
          tx,
          connectionId,
          added.map(({ sku }) => sku),
        );
  const called = payload.called ?? {
    origin: payload.originCode,
    destination: payload.destinationCode,
    skus: {},
  };
  const next: TransferPayload = {
    ...payload,
    lines: [...payload.lines, ...added],
    ...(payload.called || Object.keys(names).length > 0
      ? { called: { ...called, skus: { ...called.skus, ...names } } }
      : {}),
  };
  await tx`update action set payload = ${tx.json(next as never)}, updated_at = now() where id = ${id}`;
}
