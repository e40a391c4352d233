import type { Queryable } from "@/db/client";
import type { Check } from "./check";

/** Balance of every place of every SKU from all moves, for the checks of this transaction. */
export async function balanceTable(tx: Queryable): Promise<void> {
  await tx`
    create temp table verify_balance on commit drop as
    select m.sku_id, s.place_id, sum(s.sign * m.quantity)::bigint as quantity
    from stock_move m cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
    group by 1, 2`;
}

export const verifyZeroSums: Check = (tx) => tx`
  select format('SKU %s: its moves sum to %s over all places', k.code, b.total_quantity) as what, count(*) over ()::int as total
  from (select sku_id, sum(quantity) as total_quantity from verify_balance group by 1 having sum(quantity) <> 0) b
  join sku k on k.id = b.sku_id order by k.code limit 10`;

export const verifyLevels: Check = (tx) => tx`
  with moved as (
    select b.sku_id, p.location_id,
      coalesce(sum(b.quantity) filter (where p.kind <> 'transit'), 0) as on_hand,
      coalesce(sum(b.quantity) filter (where p.kind = 'unavailable'), 0) as unavailable,
      coalesce(sum(b.quantity) filter (where p.kind = 'transit'), 0) as in_transit
    from verify_balance b join place p on p.id = b.place_id and p.location_id is not null group by 1, 2
  )
  select format('SKU %s at %s: on hand %s, unavailable %s, in transit %s; its moves say %s, %s, %s', k.code, o.code,
      coalesce(l.on_hand, 0), coalesce(l.unavailable, 0), coalesce(l.in_transit, 0),
      coalesce(m.on_hand, 0), coalesce(m.unavailable, 0), coalesce(m.in_transit, 0)) as what,
    count(*) over ()::int as total
  from stock_level l full join moved m using (sku_id, location_id)
  left join sku k on k.id = sku_id left join location o on o.id = location_id
  where (coalesce(l.on_hand, 0), coalesce(l.unavailable, 0), coalesce(l.in_transit, 0))
    <> (coalesce(m.on_hand, 0), coalesce(m.unavailable, 0), coalesce(m.in_transit, 0))
  order by k.code, o.code limit 10`;

export const verifyKnown: Check = (tx) => tx`
  with touched as (
    select b.sku_id, p.location_id from verify_balance b join place p on p.id = b.place_id and p.kind in ('stock', 'unavailable')
    union select sku_id, location_id from stock_reading
  )
  select format('SKU %s at %s is %s, but %s', k.code, o.code, case when l.known_since is null then 'unknown' else 'known' end,
      case when t.sku_id is null then 'no move or reading touched its shelf' else 'its shelf was touched' end) as what,
    count(*) over ()::int as total
  from stock_level l full join touched t using (sku_id, location_id)
  left join sku k on k.id = sku_id left join location o on o.id = location_id
  where (l.known_since is null) <> (t.sku_id is null)
  order by k.code, o.code limit 10`;

export const verifyCommitted: Check = (tx) => tx`
  with promised as (
    select sku_id, location_id, sum(units) as units from (
      select sku_id, location_id, quantity - cancelled_quantity - shipped_quantity as units from order_line where open and kind = 'sale'
      union all select sku_id, origin_id, quantity from transfer_line where reserving
    ) lines group by 1, 2
  )
  select format('SKU %s at %s: committed %s; open lines and transfers say %s', k.code, o.code, coalesce(l.committed, 0), coalesce(p.units, 0)) as what,
    count(*) over ()::int as total
  from stock_level l full join promised p using (sku_id, location_id)
  left join sku k on k.id = sku_id left join location o on o.id = location_id
  where coalesce(l.committed, 0) <> coalesce(p.units, 0) order by k.code, o.code limit 10`;

export const verifyOnOrder: Check = (tx) => tx`
  with ordered as (
    select sku_id, location_id, sum(greatest(quantity - received_quantity, 0)) as units from inbound_line where state = 'open' group by 1, 2
  )
  select format('SKU %s at %s: on order %s; supplier lines say %s', k.code, o.code, coalesce(l.on_order, 0), coalesce(i.units, 0)) as what,
    count(*) over ()::int as total
  from stock_level l full join ordered i using (sku_id, location_id)
  left join sku k on k.id = sku_id left join location o on o.id = location_id
  where coalesce(l.on_order, 0) <> coalesce(i.units, 0) order by k.code, o.code limit 10`;
