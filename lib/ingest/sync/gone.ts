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
  if (orders.length > 0) await closeOrders(tx, connectionId, orders);
  if (products.length > 0) await endListings(tx, connectionId, products);
  await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
  await announce(tx, "sync", [connectionId]);
}

async function closeOrders(tx: Queryable, connectionId: number, ids: readonly string[]): Promise<void> {
  // As the orders of one source are written: one transaction at a time.
  const numbers = await tx<{ id: number; placedAt: string }[]>`
    select i.entity_id as id, i.placed_at::text as "placedAt" from record_identity i
    where i.connection_id = ${connectionId} and i.kind = 'orders' and (i.external_id = any(${[...ids]}) or i.external_id in (
      select ours from source_id where connection_id = ${connectionId} and kind = 'order' and external_id = any(${[...ids]})))
    order by 1 for update`;
  if (numbers.length === 0) return;
  const wanted = tx`jsonb_to_recordset(${JSON.stringify(numbers)}::text::jsonb) as w (id bigint, "placedAt" timestamptz)`;
  await tx`
    update order_line l set cancelled_quantity = l.quantity - l.shipped_quantity, open = false,
      cancelled_minor = round(l.amount_minor::numeric * (l.quantity - l.shipped_quantity) / l.quantity),
      cancelled_base_minor = round(l.amount_base_minor::numeric * (l.quantity - l.shipped_quantity) / l.quantity)
    from ${wanted} where l.order_id = w.id and l.placed_at = w."placedAt" and l.kind = 'sale' and l.open`;
  await tx`
    update sales_order o set gone_at = coalesce(o.gone_at, now()), state = case when o.state <> 'open' then o.state
      when exists (select from order_line l where l.order_id = o.id and l.placed_at = o.placed_at and l.shipped_quantity > 0) then 'shipped'
      else 'cancelled' end
    from ${wanted} where o.id = w.id and o.placed_at = w."placedAt" and (o.gone_at is null or o.state = 'open')`;
}

async function endListings(tx: Queryable, connectionId: number, ids: readonly string[]): Promise<void> {
  await tx`
    with ended as (
      update listing l set state = 'inactive' from channel c, source_id s
      where c.id = l.channel_id and c.connection_id = ${connectionId} and s.connection_id = ${connectionId} and s.kind = 'product'
        and s.external_id = any(${[...ids]}) and l.external_id = s.ours and l.state <> 'inactive'
      returning l.sku_id)
    insert into sku_to_refresh (sku_id) select distinct sku_id from ended order by 1
    on conflict (sku_id) do update set marked_at = clock_timestamp()`;
}
