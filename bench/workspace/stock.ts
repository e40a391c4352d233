import type { Tx } from "@/db/client";
import { chance, whole } from "./chance";

/**
 * The ledger of a range of SKUs: every sale left a shelf, every quarter's sales came in before it, and what is left over
 * is what the shelf holds now: nothing on some, far too much on others, unknown on a few.
 */
export async function makeStock(tx: Tx, firstSku: number, lastSku: number): Promise<void> {
  await tx.unsafe(`
    create temp table bench_sold on commit drop as
    select sku_id, location_id, floor(extract(epoch from placed_at - (now() - interval '396 days')) / (80 * 86400))::int as quarter,
      sum(shipped_quantity)::int as units
    from order_line where sku_id between ${firstSku} and ${lastSku} group by 1, 2, 3`);
  await tx.unsafe(`
    create temp table bench_shelf on commit drop as
    select s.id as sku_id, l.id as location_id, s.id::bigint * 64 + l.id as key, s.pack_size, coalesce(r.units, 0) / 80.0 as a_day
    from sku s cross join location l
    left join bench_sold r on r.sku_id = s.id and r.location_id = l.id and r.quarter = 4
    where s.id between ${firstSku} and ${lastSku}`);
  await tx.unsafe(`delete from bench_shelf b where a_day = 0 and not exists (select from bench_sold r where r.sku_id = b.sku_id and r.location_id = b.location_id)
      and ${chance("b.key", 40)} < 0.05`);
  await tx.unsafe(`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, actor, recorded_at)
    select placed_at, sku_id, 10 + location_id * 3, 2, shipped_quantity, 'sale', 'bench', placed_at from order_line
    where sku_id between ${firstSku} and ${lastSku} and shipped_quantity > 0 order by sku_id, placed_at`);
  await tx.unsafe(`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, actor, recorded_at)
    select at, sku_id, case when quarter = 0 then 4 else 1 end, 10 + location_id * 3, quantity, case when quarter = 0 then 'opening' else 'receipt' end,
      'BENCH-' || quarter, 'bench', at
    from (
      select b.sku_id, b.location_id, q as quarter, now() - interval '396 days' + q * interval '80 days' as at,
        coalesce(r.units, 0)
        + case when q = case when ${chance("b.key", 41)} < 0.12 then 0 else 4 end then
            case when ${chance("b.key", 42)} < 0.1 then 0
              when ${chance("b.key", 42)} < 0.25 then ceil(b.a_day * 4)::int
              when ${chance("b.key", 42)} < 0.8 then ceil(b.a_day * ${whole("b.key", 43, 15, 70)})::int + ${whole("b.key", 44, 0, 12)}
              else ceil(b.a_day * ${whole("b.key", 43, 120, 260)})::int + ${whole("b.key", 44, 20, 200)} end
          else 0 end as quantity
      from bench_shelf b cross join generate_series(0, 4) q
      left join bench_sold r on r.sku_id = b.sku_id and r.location_id = b.location_id and r.quarter = q
    ) booked where quantity > 0`);
  await tx.unsafe(`
    insert into inbound_line (document, sku_id, location_id, quantity, expected_at, confirmed, simulated)
    select 'PO-' || key, sku_id, location_id, greatest(pack_size, ceil(a_day * 30 / pack_size)::int * pack_size), now() + interval '1 day' * ${whole("key", 45, -4, 40)},
      ${chance("key", 46)} < 0.7, true
    from bench_shelf where ${chance("key", 47)} < 0.25`);
}

/** Every level was read just now. */
export async function makeReadings(tx: Tx): Promise<void> {
  await tx`update stock_level set data_as_of = now() where known_since is not null`;
}
