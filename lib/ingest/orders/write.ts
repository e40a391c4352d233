import type { Queryable } from "@/db/client";
import { minorDigits } from "@/lib/core/money";
import type { IngestContext } from "@/lib/ingest/context";

/**
 * Writes what resolveBatch decided: new orders whole; of changed ones only the lines that differ, so that the triggers
 * see the difference and nothing else. Amounts are rounded once, half away from zero; without a price all are unknown.
 */
export async function writeOrders(tx: Queryable, context: IngestContext): Promise<void> {
  await makeRows(tx, context);
  const [counts] = await tx<{ fresh: number; changed: number }[]>`
    select count(*) filter (where status in ('new', 'moved')) as fresh, count(*) filter (where status in ('changed', 'moved')) as changed
    from order_batch`;
  if (counts && counts.changed > 0) {
    await takeBackNetting(tx);
    await removeMoved(tx);
    await updateChanged(tx, context);
  }
  if (counts && counts.fresh > 0) {
    await tx`
      insert into sales_order (id, placed_at, connection_id, channel_id, external_id, kind, state, currency, customer_ref, country,
        discount_minor, tax_minor, shipping_minor, total_minor, source_version, source_event_at, received_at, simulated)
      select order_id, placed_at, ${context.connectionId}, channel_id, doc, kind, state, currency, customer, country,
        round(coalesce(discount, 0) * scale), round(coalesce(tax, 0) * scale), round(coalesce(shipping, 0) * scale),
        round(total * scale), version, event_at, ${context.now}, ${context.simulated}
      from order_batch where status in ('new', 'moved')`;
    await tx`
      insert into order_line
      select r.* from order_batch_row r join order_batch b using (order_id) where b.status in ('new', 'moved')`;
  }
  await tx`
    update sales_order o set source_version = b.version, source_event_at = b.event_at from order_batch b
    where b.status = 'unchanged' and b.version > b.stored_version and o.id = b.order_id and o.placed_at = b.old_placed_at`;
  await tx`
    insert into record_identity as i (connection_id, kind, external_id, entity_id, placed_at, source_version, content_hash, run_id)
    select ${context.connectionId}, 'orders', doc, order_id, placed_at, version, hash, ${context.runId}::bigint
    from order_batch where status in ('new', 'moved', 'changed') or (status = 'unchanged' and version > stored_version)
    order by doc
    on conflict (connection_id, kind, external_id) do update set placed_at = excluded.placed_at,
      source_version = excluded.source_version, content_hash = excluded.content_hash, run_id = excluded.run_id`;
}

/** The lines as they are to stand in order_line. A moved order keeps its id and is written anew. */
async function makeRows(tx: Queryable, context: IngestContext): Promise<void> {
  const baseScale = 10 ** minorDigits(context.baseCurrency);
  await tx`
    insert into order_batch_row
    select order_id, placed_at, place, sku_id, channel_id, location_id, (placed_at at time zone time_zone)::date, kind, quantity,
      cancelled, shipped, kind = 'sale' and order_state = 'open' and quantity > cancelled + shipped, unit_price,
      amount, case when cancelled = 0 then amount * 0 else round(amount * cancelled / quantity) end,
      amount_base, case when cancelled = 0 then amount_base * 0 else round(amount_base * cancelled / quantity) end,
      case when kind in ('sale', 'credit') then round(quantity * unit_cost * cost_rate * ${baseScale}::int) end, note
    from (
      select b.order_id, b.placed_at, l.place, l.sku_id, b.channel_id, z.id as location_id, z.time_zone, l.kind, l.quantity,
        case when l.kind <> 'sale' then 0 when l.state = 'cancelled' then l.quantity else l.cancelled end as cancelled,
        case when l.kind <> 'sale' or l.state = 'cancelled' then 0 when l.shipped is not null then l.shipped
          when l.state in ('shipped', 'completed') then l.quantity - l.cancelled else 0 end as shipped,
        b.state as order_state, l.unit_price, round(l.quantity * l.unit_price * b.scale) as amount,
        round(l.quantity * l.unit_price * b.to_base * ${baseScale}::int) as amount_base, l.unit_cost, l.note,
        case when l.cost_currency = ${context.baseCurrency} then 1 when l.unit_cost is not null then (
          select to_base from fx_rate f where f.currency = l.cost_currency and f.day <= b.placed_at::date order by f.day desc limit 1) end as cost_rate
      from order_batch_line l
      join order_batch b using (ord)
      join location z on z.id = coalesce(l.location_id, b.location_id)
      where b.status in ('new', 'changed', 'moved')
      order by l.ord, l.place
    ) valued`;
}

/** Credits of changed orders, and credits set against their lines, are taken back; the netting step sets them again. */
async function takeBackNetting(tx: Queryable): Promise<void> {
  await tx`
    with gone as (
      delete from credit_match m using order_batch b
      where b.status in ('changed', 'moved') and (m.order_id = b.order_id or m.credit_order_id = b.order_id)
      returning m.order_id, m.placed_at, m.line_no, m.credit_order_id, m.quantity
    ), sums as (
      select order_id, placed_at, line_no, sum(quantity) as quantity from gone group by 1, 2, 3
    ), marked as (
      insert into credit_key (connection_id, customer_ref, sku_id)
      select distinct o.connection_id, o.customer_ref, l.sku_id from sums s
      join sales_order o on o.id = s.order_id and o.placed_at = s.placed_at and o.customer_ref is not null
      join order_line l on l.order_id = s.order_id and l.placed_at = s.placed_at and l.line_no = s.line_no
      on conflict (connection_id, customer_ref, sku_id) do update set pending = true
    )
    update order_line l set cancelled_quantity = l.cancelled_quantity - s.quantity,
      open = o.state = 'open' and l.quantity > l.cancelled_quantity - s.quantity + l.shipped_quantity,
      cancelled_minor = round((l.amount_minor::numeric * (l.cancelled_quantity - s.quantity)) / l.quantity),
      cancelled_base_minor = round((l.amount_base_minor::numeric * (l.cancelled_quantity - s.quantity)) / l.quantity)
    from sums s join sales_order o on o.id = s.order_id and o.placed_at = s.placed_at
    where l.order_id = s.order_id and l.placed_at = s.placed_at and l.line_no = s.line_no`;
}

async function removeMoved(tx: Queryable): Promise<void> {
  await tx`
    delete from order_line l using order_batch b
    where b.status = 'moved' and l.order_id = b.order_id and l.placed_at = b.old_placed_at`;
  await tx`
    delete from sales_order o using order_batch b
    where b.status = 'moved' and o.id = b.order_id and o.placed_at = b.old_placed_at`;
  await tx`
    update return_line r set placed_at = b.placed_at from order_batch b where b.status = 'moved' and r.order_id = b.order_id`;
}

async function updateChanged(tx: Queryable, context: IngestContext): Promise<void> {
  await tx`
    update sales_order o set channel_id = b.channel_id, kind = b.kind, state = b.state, currency = b.currency,
      customer_ref = b.customer, country = b.country,
      discount_minor = round(coalesce(b.discount, 0) * b.scale), tax_minor = round(coalesce(b.tax, 0) * b.scale),
      shipping_minor = round(coalesce(b.shipping, 0) * b.scale), total_minor = round(b.total * b.scale),
      source_version = b.version, source_event_at = b.event_at, received_at = ${context.now}, visible_at = now()
    from order_batch b where b.status = 'changed' and o.id = b.order_id and o.placed_at = b.placed_at`;
  await tx`
    delete from order_line l using order_batch b
    where b.status = 'changed' and l.order_id = b.order_id and l.placed_at = b.placed_at
      and not exists (select from order_batch_row r where r.order_id = l.order_id and r.line_no = l.line_no)`;
  await tx`
    update order_line l set sku_id = r.sku_id, channel_id = r.channel_id, location_id = r.location_id, day = r.day, kind = r.kind,
      quantity = r.quantity, cancelled_quantity = r.cancelled_quantity, shipped_quantity = r.shipped_quantity, open = r.open,
      unit_price = r.unit_price, amount_minor = r.amount_minor, cancelled_minor = r.cancelled_minor,
      amount_base_minor = r.amount_base_minor, cancelled_base_minor = r.cancelled_base_minor,
      cost_base_minor = r.cost_base_minor, note = r.note
    from order_batch_row r join order_batch b using (order_id)
    where b.status = 'changed' and l.order_id = r.order_id and l.placed_at = r.placed_at and l.line_no = r.line_no
      and (l.sku_id, l.channel_id, l.location_id, l.day, l.kind, l.quantity, l.cancelled_quantity, l.shipped_quantity, l.open, l.unit_price,
        l.amount_base_minor, l.note) is distinct from (r.sku_id, r.channel_id, r.location_id, r.day, r.kind, r.quantity,
        r.cancelled_quantity, r.shipped_quantity, r.open, r.unit_price, r.amount_base_minor, r.note)`;
  await tx`
    insert into order_line
    select r.* from order_batch_row r join order_batch b using (order_id)
    where b.status = 'changed' and not exists (
      select from order_line l where l.order_id = r.order_id and l.placed_at = r.placed_at and l.line_no = r.line_no)`;
}
