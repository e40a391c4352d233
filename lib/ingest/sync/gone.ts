import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import type { Gone } from "@/lib/connectors/live-contract";
import { poolTransaction } from "@/lib/ingest/transaction";

/**
 * Takes a source's word that something was deleted there: an order that was still open is cancelled, any is marked, and a
 * product's listings are inactive. Nothing is removed. Word that comes early or again changes nothing more.
 */
export async function takeGone(db: Db, connectionId: number, gone: readonly Gone[]): Promise<void> {
  if (gone.length === 0) return;
  await poolTransaction(db, async (tx) => {
    await tx`
      insert into source_gone (connection_id, kind, external_id)
      select distinct ${connectionId}::int, kind, id from jsonb_to_recordset(${JSON.stringify(gone)}::text::jsonb) as g (kind text, id text)
      order by 2, 3 on conflict do nothing`;
    await closeGone(tx, connectionId, gone);
  });
}

/** Keeps a source's own ids of orders and products, and closes again what comes in although it was deleted. */
export async function noteSourceIds(
  tx: Queryable,
  connectionId: number,
  ids: readonly (Gone & { ours: string })[],
): Promise<void> {
  if (ids.length === 0) return;
  await tx`
    insert into source_id (connection_id, kind, external_id, ours)
    select distinct ${connectionId}::int, kind, id, ours from jsonb_to_recordset(${JSON.stringify(ids)}::text::jsonb) as g (kind text, id text, ours text)
    order by 2, 3, 4 on conflict do nothing`;
  const gone = await tx<Gone[]>`
    select g.kind, g.external_id as id from source_gone g
    join jsonb_to_recordset(${JSON.stringify(ids)}::text::jsonb) as i (kind text, id text) on i.kind = g.kind and i.id = g.external_id
    where g.connection_id = ${connectionId}`;
  if (gone.length > 0) await closeGone(tx, connectionId, gone);
}

async function closeGone(tx: Queryable, connectionId: number, gone: readonly Gone[]): Promise<void> {
  const idsOf = (kind: Gone["kind"]) => gone.flatMap((one) => (one.kind === kind ? [one.id] : []));
  const [orders, products] = [idsOf("order"), idsOf("product")];
  const closed = orders.length > 0 ? await closeOrders(tx, connectionId, orders) : [];
  const ended = products.length > 0 ? await endListings(tx, connectionId, products) : 0;
  await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
  await announce(tx, "sync", [connectionId]);
  if (closed.length + ended > 0) await putOnRecord(tx, connectionId, closed, ended);
}

/** Orders named in the audit row; all of them are counted. */
const namedMost = 100;

/** One row for what came together, last in its transaction, since the audit is one chain that every write waits for. */
async function putOnRecord(
  tx: Queryable,
  connectionId: number,
  closed: readonly string[],
  ended: number,
): Promise<void> {
  const after = { orders: closed.length, named: closed.slice(0, namedMost), listings: ended };
  await tx`
    insert into audit_event (actor_kind, actor_id, actor_name, role, verb, entity, entity_id, after)
    select 'system', 'connection:' || key, name, 'admin', 'records.gone', 'connection', id::text, ${JSON.stringify(after)}::text::jsonb
    from connection where id = ${connectionId}`;
}

/** Returns the numbers of the orders that were not known to be gone, or were still open. */
async function closeOrders(tx: Queryable, connectionId: number, ids: readonly string[]): Promise<string[]> {
  // As the orders of one source are written: one transaction at a time.
  const numbers = await tx<{ id: number; placedAt: string }[]>`
    select i.entity_id as id, i.placed_at::text as "placedAt" from record_identity i
    where i.connection_id = ${connectionId} and i.kind = 'orders' and (i.external_id = any(${[...ids]}) or i.external_id in (
      select ours from source_id where connection_id = ${connectionId} and kind = 'order' and external_id = any(${[...ids]})))
    order by 1 for update`;
  if (numbers.length === 0) return [];
  const wanted = tx`jsonb_to_recordset(${JSON.stringify(numbers)}::text::jsonb) as w (id bigint, "placedAt" timestamptz)`;
  await tx`
    update order_line l set cancelled_quantity = l.quantity - l.shipped_quantity, open = false,
      cancelled_minor = round(l.amount_minor::numeric * (l.quantity - l.shipped_quantity) / l.quantity),
      cancelled_base_minor = round(l.amount_base_minor::numeric * (l.quantity - l.shipped_quantity) / l.quantity)
    from ${wanted} where l.order_id = w.id and l.placed_at = w."placedAt" and l.kind = 'sale' and l.open`;
  const rows = await tx<{ number: string }[]>`
    update sales_order o set gone_at = coalesce(o.gone_at, now()), state = case when o.state <> 'open' then o.state
      when exists (select from order_line l where l.order_id = o.id and l.placed_at = o.placed_at and l.shipped_quantity > 0) then 'shipped'
      else 'cancelled' end
    from ${wanted} where o.id = w.id and o.placed_at = w."placedAt" and (o.gone_at is null or o.state = 'open')
    returning o.external_id as number`;
  return rows.map(({ number }) => number);
}

/** Returns how many listings ended by it. */
async function endListings(tx: Queryable, connectionId: number, ids: readonly string[]): Promise<number> {
  const [row] = await tx<{ ended: number }[]>`
    with ended as (
      update listing l set state = 'inactive' from channel c, source_id s
      where c.id = l.channel_id and c.connection_id = ${connectionId} and s.connection_id = ${connectionId} and s.kind = 'product'
        and s.external_id = any(${[...ids]}) and l.external_id = s.ours and l.state <> 'inactive'
      returning l.sku_id),
    marked as (
      insert into sku_to_refresh (sku_id) select distinct sku_id from ended order by 1
      on conflict (sku_id) do update set marked_at = clock_timestamp())
    select count(*)::int as ended from ended`;
  return row?.ended ?? 0;
}
