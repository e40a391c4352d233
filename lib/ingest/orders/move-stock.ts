import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import { reanchor } from "@/lib/ingest/stock/reanchor";

/**
 * Posts what the batch's orders did to the shelves: shipped sale lines went to customers, credited units came back,
 * adjustments were lost or found. Only the difference to what earlier versions of the order posted, moment by
 * moment, so that a repeated or replaced order is counted once and one that moved in time is moved there too.
 */
export async function moveStock(tx: Queryable, context: IngestContext): Promise<void> {
  await tx`
    with wanted as (
      select r.order_id, r.placed_at, r.sku_id, r.location_id,
        case when r.kind = 'adjustment' then 3 else 2 end as outside,
        sum(case when r.kind = 'sale' then r.shipped_quantity else -r.quantity end) as out_units
      from order_batch_row r where r.kind in ('sale', 'credit', 'adjustment') group by 1, 2, 3, 4, 5
    ), posted as (
      select b.order_id, m.occurred_at as placed_at, m.sku_id, p.location_id, o.outside::int as outside,
        sum(case when m.from_place_id = p.id then m.quantity else -m.quantity end) as out_units
      from order_batch b
      join stock_move m on m.document = 'order:' || b.order_id
      join place p on p.id in (m.from_place_id, m.to_place_id) and p.kind = 'stock'
      cross join lateral (select case when m.from_place_id = p.id then m.to_place_id else m.from_place_id end as outside) o
      where b.status in ('changed', 'moved')
      group by 1, 2, 3, 4, 5
    ), difference as (
      select order_id, placed_at, sku_id, location_id, outside, coalesce(w.out_units, 0) - coalesce(d.out_units, 0) as units
      from wanted w full join posted d using (order_id, placed_at, sku_id, location_id, outside)
    ), moved as (
      insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, connection_id, actor)
    select placed_at, sku_id, case when units > 0 then 10 + location_id * 3 else outside end,
      case when units > 0 then outside else 10 + location_id * 3 end, abs(units),
      case when outside = 3 then 'adjustment' when units > 0 then 'sale' else 'return' end,
      'order:' || order_id, ${context.connectionId}::int, ${context.actor}
    from difference where units <> 0 order by sku_id, location_id
      returning sku_id, occurred_at, from_place_id, to_place_id, quantity
    )
    insert into order_batch_move select * from moved`;
  await reanchor(tx, context, tx`select * from order_batch_move`);
}
