import type { Db } from "@/db/client";
import type { Position, ReadRequest, Session, SourceRecord } from "@/lib/connectors/live-contract";
import { jsonText } from "@/lib/core/storable";
import type { LiveAccount } from "@/lib/ingest/sync/account";
import { type Aliases, withOurCodes } from "@/lib/ingest/sync/aliases";
import { pause } from "@/lib/ingest/sync/pause";
import { refuseSamePage } from "@/lib/ingest/sync/same-page";
import { type Claimed, hourEnd, readsHistory } from "./steps";
import { type SourceOrder, sourceOrder } from "./theirs";

/** A shorter wait for a report is waited out. */
const waitInlineSeconds = 2;

/**
 * Reads what the source says of the hour's orders and keeps it beside the comparison, page by page, so that a killed one
 * goes on where it was. Returns the seconds that the vendor wants to be left alone, or null once all is there.
 */
export async function gather(
  db: Db,
  session: Session,
  { connector, connectionId }: LiveAccount,
  claimed: Claimed,
  askedAgain: readonly string[],
  aliases: Aliases,
): Promise<number | null> {
  const again = claimed.round > 1;
  if (again && askedAgain.length === 0) return null;
  const scope = again ? ({ kind: "ids", ids: askedAgain } as const) : scopeOf(claimed, session.now());
  let position: Position | null = claimed.position;
  for (;;) {
    const page = await connector.read(session, { stream: "orders", position, scope });
    await keep(db, claimed, ordersIn(page.records, claimed, aliases, again), page.next);
    if (page.next === null) return null;
    refuseSamePage(page, position);
    position = page.next;
    const wait = page.waitSeconds ?? 0;
    if (wait > waitInlineSeconds) return wait;
    if (wait > 0) await pause(wait, session.signal);
    session.signal.throwIfAborted();
    await db`
      update reconciliation set claimed_until = now() + interval '5 minutes'
      where connection_id = ${connectionId} and hour = ${claimed.hour} and after_seconds = ${claimed.afterSeconds}`;
  }
}

function scopeOf(claimed: Claimed, now: Date): ReadRequest["scope"] {
  const from = claimed.hour.toISOString();
  if (readsHistory(claimed.afterSeconds))
    return { kind: "backfill", from, until: hourEnd(claimed).toISOString() };
  return { kind: "incremental", since: from, until: now.toISOString() };
}

/** Orders of the records that were placed within the hour; of things asked for again, all. */
function ordersIn(
  records: readonly SourceRecord[],
  claimed: Claimed,
  aliases: Aliases,
  all: boolean,
): { order: SourceOrder; fields: Record<string, unknown> }[] {
  const end = hourEnd(claimed).getTime();
  return records.flatMap(({ kind, id, fields: given }) => {
    if (kind !== "orders") return [];
    const fields = withOurCodes("orders", given, aliases);
    const order = sourceOrder(id, fields);
    if (!order) return [];
    const placedAt = Date.parse(order.placedAt);
    return all || (placedAt >= claimed.hour.getTime() && placedAt < end) ? [{ order, fields }] : [];
  });
}

async function keep(
  db: Db,
  { connectionId, hour, afterSeconds }: Claimed,
  orders: readonly { order: SourceOrder; fields: Record<string, unknown> }[],
  next: Position | null,
): Promise<void> {
  const rows = new Map(
    orders.map(({ order, fields }) => [
      order.orderNumber,
      { number: order.orderNumber, id: order.sourceId, fields },
    ]),
  );
  await db.begin(async (tx) => {
    await tx`
      insert into reconciliation_order (connection_id, hour, after_seconds, order_number, source_id, fields)
      select ${connectionId}, ${hour}, ${afterSeconds}, number, id, fields
      from jsonb_to_recordset(${jsonText([...rows.values()])}::text::jsonb) as r (number text, id text, fields jsonb)
      on conflict (connection_id, hour, after_seconds, order_number) do update set source_id = excluded.source_id, fields = excluded.fields`;
    await tx`
      update reconciliation set position = ${next === null ? null : tx.json(next)}
      where connection_id = ${connectionId} and hour = ${hour} and after_seconds = ${afterSeconds}`;
  });
}
