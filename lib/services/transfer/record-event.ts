import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { postMoves, type StockMove } from "@/db/queries/ledger";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { reanchor } from "@/lib/ingest/stock/reanchor";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { markAction, provable } from "../action/mark";
import { noTransfer } from "./missing";
import { settleLine, settleState, type TransferEvent } from "./settle";
import { movesBetween } from "./settle-moves";

export interface RecordEvent extends TransferEvent {
  transferId: number;
  /** The source's id of the event, or the form's own; the same id again changes nothing. */
  eventId: string;
  occurredAt: Date;
  connectionId?: number;
  note?: string;
  /** An account was asked to book it: only what it shows itself proves the transfer's action. */
  toBeShown?: boolean;
}

interface Line {
  lineNo: number;
  skuId: number;
  originId: number;
  destinationId: number;
  quantity: number;
}

interface Order {
  id: number;
  number: string;
  state: string;
  actionId: string | null;
  plannedAt: Date;
}

/**
 * Takes one end's word on a transfer: keeps it, brings lines and ledger to what all words together say, releases what was
 * reserved once goods left, and proves the action. Safe against repeats and any order. Returns false for a repeat.
 * Throws NotFound, or Invalid for a line that the transfer does not have.
 */
export async function recordTransferEvent(tx: Tx, actor: Actor, event: RecordEvent): Promise<boolean> {
  // The action before its transfer, as everywhere, so that a call-back and a person cannot wait for each other.
  await tx`
    select 1 from action where id = (select action_id from transfer_order where id = ${event.transferId}) for update`;
  const [order] = await tx<Order[]>`
    select id, number, state, action_id as "actionId", planned_at as "plannedAt"
    from transfer_order where id = ${event.transferId} for update`;
  if (!order) throw noTransfer();
  const lines = await tx<Line[]>`
    select line_no as "lineNo", sku_id as "skuId", origin_id as "originId", destination_id as "destinationId", quantity
    from transfer_line where transfer_id = ${order.id} order by line_no`;
  checkLines(order, lines, event);
  const before = await tx<TransferEvent[]>`
    select kind, source, final, lines from transfer_event where transfer_id = ${order.id}`;
  const occurredAt = within(event.occurredAt, order.plannedAt, new Date());
  const [added] = await tx`
    insert into transfer_event (transfer_id, event_id, kind, source, final, lines, occurred_at, recorded_by, note)
    values (${order.id}, ${event.eventId}, ${event.kind}, ${event.source}, ${event.final}, ${tx.json(event.lines as never)},
      ${occurredAt}, ${actor.name}, ${event.note ?? null})
    on conflict do nothing returning event_id`;
  if (!added) return false;
  await settle(tx, actor, order, lines, before, { ...event, occurredAt });
  return true;
}

async function settle(
  tx: Tx,
  actor: Actor,
  order: Order,
  lines: readonly Line[],
  before: readonly TransferEvent[],
  event: RecordEvent,
): Promise<void> {
  const after = [...before, event];
  const context = {
    occurredAt: event.occurredAt,
    document: order.number,
    actor: actor.name,
    ...(event.connectionId === undefined ? {} : { connectionId: event.connectionId }),
    ...(event.note === undefined ? {} : { note: event.note }),
  };
  const balances = lines.map((line) => ({
    line,
    was: settleLine(line, before),
    is: settleLine(line, after),
  }));
  const told = balances.flatMap(({ line, was, is }) => movesBetween(was, is, line, context));
  const kept = await keptPlaces(tx, told);
  const isKept = ({ fromPlaceId, toPlaceId }: StockMove) => kept.has(fromPlaceId) || kept.has(toPlaceId);
  const moves = told.map((move) => (isKept(move) ? beforeReadings(move) : move));
  await postMoves(tx, moves);
  await meetReadings(tx, moves.filter(isKept), actor);
  const rows = balances.map(({ line, is }) => ({
    no: line.lineNo,
    shipped: is.shippedUnits,
    received: is.receivedUnits,
  }));
  await tx`
    update transfer_line l set shipped_quantity = r.shipped, received_quantity = r.received, reserving = false
    from jsonb_to_recordset(${tx.json(rows)}) as r (no int, shipped int, received int)
    where l.transfer_id = ${order.id} and l.line_no = r.no`;
  const settled = settleState(lines, after);
  const moved = settled === "shipped" || settled === "received";
  await tx`
    update transfer_order set state = ${settled},
      shipped_at = case when ${moved} then least(shipped_at, ${event.occurredAt}::timestamptz) end,
      received_at = case when ${settled === "received"} then greatest(received_at, ${event.occurredAt}::timestamptz) end
    where id = ${order.id}`;
  await announce(tx, "transfers", [order.id]);
  await announce(tx, "stock");
  await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
  if (order.actionId && moved && !event.toBeShown)
    await markAction(tx, actor, order.actionId, {
      from: [...provable, "undoing"],
      to: "verified",
      reason: null,
    });
  await writeAudit(tx, actor, {
    verb: `transfer.${event.kind}`,
    entity: "transfer",
    entityId: order.id,
    before: { state: order.state, lines: balances.map(({ line, was }) => ({ lineNo: line.lineNo, ...was })) },
    after: { state: settled, lines: balances.map(({ line, is }) => ({ lineNo: line.lineNo, ...is })) },
    ...(event.note ? { reason: event.note } : {}),
  });
}

/** Vendors date the same change in two places, the shelf and the transfer, within this. */
const sameMomentSeconds = 60;

/** Of the places of these moves, those whose stock an account keeps. */
async function keptPlaces(tx: Tx, moves: readonly StockMove[]): Promise<Set<number>> {
  if (moves.length === 0) return new Set();
  const rows = await tx<{ id: number }[]>`
    select p.id from place p join connection_place k on k.location_id = p.location_id and k.keeps
    where p.kind = 'stock' and p.id = any(${moves.flatMap(({ fromPlaceId, toPlaceId }) => [fromPlaceId, toPlaceId])}::smallint[])`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * Dates a move before every reading that may hold it, whichever of the two is told first: a reading that does is not
 * counted twice, and one from just before is put right by the next.
 */
const beforeReadings = (move: StockMove): StockMove => ({
  ...move,
  occurredAt: new Date(move.occurredAt.getTime() - sameMomentSeconds * 1000),
});

/** Where an account keeps the stock, its newest reading may hold a move already that is only told now. */
async function meetReadings(tx: Tx, moves: readonly StockMove[], actor: Actor): Promise<void> {
  if (moves.length === 0) return;
  const rows = moves.map(({ occurredAt, skuId, fromPlaceId, toPlaceId, quantity }) => ({
    at: occurredAt.toISOString(),
    ...{ skuId, fromPlaceId, toPlaceId, quantity },
  }));
  await reanchor(
    tx,
    { connectionId: moves[0]?.connectionId ?? null, actor: actor.name },
    tx`
      select m."skuId" as sku_id, m.at as occurred_at, m."fromPlaceId" as from_place_id, m."toPlaceId" as to_place_id, m.quantity
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as m
        ("skuId" int, at timestamptz, "fromPlaceId" smallint, "toPlaceId" smallint, quantity int)
      where exists (
        select from place p join connection_place k on k.location_id = p.location_id and k.keeps
        join stock_reading r on r.sku_id = m."skuId" and r.location_id = p.location_id and r.connection_id = k.connection_id
        where p.kind = 'stock' and p.id in (m."fromPlaceId", m."toPlaceId"))`,
  );
}

function checkLines(order: Order, lines: readonly Line[], event: RecordEvent): void {
  const known = new Set(lines.map((line) => line.lineNo));
  const strange = event.lines.filter((line) => !known.has(line.lineNo)).map((line) => line.lineNo);
  if (strange.length > 0)
    throw new Invalid(
      `${order.number} has no line ${strange.join(", ")}. Nothing was recorded; check the document and confirm again.`,
      {
        say: say("refusals.transfer.noLine", {
          number: order.number,
          lines: { all: strange.map(String) },
        }),
      },
    );
}

/** A clock that is off must not put goods where they were before the transfer existed, or into the future. */
function within(at: Date, earliest: Date, latest: Date): Date {
  return new Date(Math.min(Math.max(at.getTime(), earliest.getTime()), latest.getTime()));
}
