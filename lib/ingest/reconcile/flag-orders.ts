import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import { isUnusual, type OrderToSum, sumsDiffer, unusual } from "./order-sums";

/** Where more than half of so many orders do not add up, it is their total that means something else. */
const leastForAMeaning = 20;

interface Flag {
  orderId: number;
  kind: "sums_differ" | "quantity_unusual";
  detail: unknown;
}

/**
 * Holds orders of the batch that was just written for review where they do not add up, or where nothing proves a quantity
 * far above all before; ends what was held of orders that are right by now. Changes nothing of an order but `sync_error`,
 * which puts it on the list of stuck ones. What a person has released is not held again for the same.
 */
export async function flagOrders(tx: Queryable, context: IngestContext): Promise<void> {
  const flags = [...(await sums(tx)), ...(context.trigger === "import" ? [] : await unusualQuantities(tx))];
  const [known] = await tx<{ some: boolean }[]>`
    select exists (select from order_flag f join order_batch b using (order_id)
      where b.status in ('changed', 'moved') and f.state in ('open', 'confirmed')) as some`;
  if (flags.length === 0 && !known?.some) return;
  await tx`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(flags)}::text::jsonb) as g ("orderId" bigint, kind text, detail jsonb)),
    ended as (
      update order_flag f set state = 'ended', decided_at = now() from order_batch b
      where b.order_id = f.order_id and b.status in ('changed', 'moved') and f.state in ('open', 'confirmed')
        and not exists (select from given g where g."orderId" = f.order_id and g.kind = f.kind))
    insert into order_flag (connection_id, order_id, placed_at, external_id, channel_id, kind, detail)
    select ${context.connectionId}, b.order_id, b.placed_at, b.doc, b.channel_id, g.kind, g.detail
    from given g join order_batch b on b.order_id = g."orderId"
    where not exists (select from order_flag f where f.order_id = b.order_id and f.kind = g.kind and f.state = 'released' and f.detail = g.detail)
    order by b.order_id, g.kind
    on conflict (order_id, kind) where state in ('open', 'confirmed') do update set detail = excluded.detail, placed_at = excluded.placed_at`;
  await tx`
    update sales_order o set sync_error = (
      select min(f.kind) from order_flag f where f.order_id = o.id and f.state in ('open', 'confirmed'))
    from order_batch b
    where b.status in ('new', 'changed', 'moved') and o.id = b.order_id and o.placed_at = b.placed_at
      and (o.sync_error is null or o.sync_error in ('sums_differ', 'captured_differs', 'lines_differ', 'quantity_unusual'))
      and o.sync_error is distinct from (
        select min(f.kind) from order_flag f where f.order_id = o.id and f.state in ('open', 'confirmed'))`;
}

/** Orders whose total is not their sum, of those whose prices are known. The statement finds candidates; what counts as right is decided in one place. */
async function sums(tx: Queryable): Promise<Flag[]> {
  const candidates = await tx<(OrderToSum & { orderId: number; checked: number })[]>`
    with told as (
      select b.ord, b.order_id, b.currency, b.scale, b.total, b.discount, b.tax, b.shipping from order_batch b
      where b.total is not null and b.kind = 'sale' and b.state <> 'cancelled' and b.status in ('new', 'changed', 'moved')),
    summed as (
      select l.ord, sum(l.quantity * l.unit_price) as goods from order_batch_line l join told using (ord)
      where l.unit_price is not null or l.cancelled < l.quantity group by 1 having bool_and(l.unit_price is not null)),
    odd as (
      select t.* from told t join summed s using (ord)
      where abs(t.total - (s.goods - coalesce(t.discount, 0) + coalesce(t.tax, 0) + coalesce(t.shipping, 0))) * t.scale > 1)
    select t.order_id as "orderId", t.currency, trim_scale(t.total)::text as total, t.discount::text as discount, t.tax::text as tax,
      t.shipping::text as shipping, l.lines, (select count(*)::int from told) as checked
    from odd t join (
      select ord, json_agg(json_build_object('lineNo', place, 'quantity', quantity, 'cancelled', cancelled, 'unitPrice', unit_price::text)
        order by place) as lines
      from order_batch_line where ord in (select ord from odd) and unit_price is not null group by 1) l using (ord)`;
  const flags = candidates.flatMap(({ orderId, checked: _, ...order }): Flag[] => {
    const detail = sumsDiffer(order);
    return detail ? [{ orderId, kind: "sums_differ", detail: { ...detail, currency: order.currency } }] : [];
  });
  const checked = candidates[0]?.checked ?? 0;
  return checked >= leastForAMeaning && flags.length > checked / 2 ? [] : flags;
}

/** New lines whose quantity no total proves and that lie far above the SKU's latest ones. */
async function unusualQuantities(tx: Queryable): Promise<Flag[]> {
  const lines = await tx<
    { orderId: number; lineNo: number; quantity: number; most: number; lines: number }[]
  >`
    with high as (
      select b.order_id, l.place, l.sku_id, l.quantity from order_batch b join order_batch_line l using (ord)
      where b.status = 'new' and b.total is null and b.kind = 'sale' and b.state <> 'cancelled' and l.kind = 'sale'
        and l.quantity >= ${unusual.leastQuantity}),
    past as (
      select s.sku_id, max(p.quantity) as most, count(*)::int as lines
      from (select distinct sku_id from high) s
      cross join lateral (
        select o.quantity from order_line o
        where o.sku_id = s.sku_id and o.kind = 'sale'
          and o.order_id <> all ((select array_agg(order_id) from order_batch where status = 'new')::bigint[])
        order by o.placed_at desc limit ${unusual.linesLooked}) p
      group by 1)
    select h.order_id as "orderId", h.place as "lineNo", h.quantity, p.most, p.lines
    from high h join past p using (sku_id) order by h.order_id, h.place`;
  const flags = new Map<number, Flag>();
  for (const { orderId, lineNo, quantity, most, lines: looked } of lines)
    if (!flags.has(orderId) && isUnusual(quantity, { lines: looked, most }))
      flags.set(orderId, {
        orderId,
        kind: "quantity_unusual",
        detail: { lineNo, quantity, most, lines: looked },
      });
  return [...flags.values()];
}
