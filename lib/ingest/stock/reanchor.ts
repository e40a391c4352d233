import type { PendingQuery, Row } from "postgres";
import type { Queryable } from "@/db/client";

/**
 * A move that arrives late, from before the newest reading of its shelf, is already contained in that reading: the same
 * quantity is taken back at the time of the reading, so that the level stays what was read plus what came after. Must
 * follow the statement that posted the moves, so that it sees a reading that was waiting for their lock.
 * `moves` selects sku_id, occurred_at, from_place_id, to_place_id, quantity.
 */
export async function reanchor(
  tx: Queryable,
  context: { connectionId: number | null; actor: string },
  moves: PendingQuery<Row[]>,
): Promise<void> {
  await tx`
    with late as (
      select m.sku_id, p.location_id, r.measure, r.as_of, sum(s.sign * m.quantity)::int as units
      from (${moves}) m
      cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
      join place p on p.id = s.place_id and p.kind in ('stock', 'unavailable')
      join stock_reading r on r.sku_id = m.sku_id and r.location_id = p.location_id and r.as_of >= m.occurred_at
        and (r.measure = 'on_hand' or p.kind = 'unavailable')
      group by 1, 2, 3, 4
    ), countered as (
      select sku_id, location_id, as_of, units, case when measure = 'on_hand' then 10 else 11 end + location_id * 3 as shelf,
        case when measure = 'on_hand' then 4 else 10 + location_id * 3 end as other
      from late
    )
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, connection_id, actor, note)
    select as_of, sku_id, case when units > 0 then shelf else other end, case when units > 0 then other else shelf end, abs(units),
      'reading', null, ${context.connectionId}::int, ${context.actor}, 'already contained in the reading of this moment'
    from countered where units <> 0 order by sku_id, location_id`;
}
