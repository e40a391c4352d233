import type { Tx } from "@/db/client";
import { benchChannels } from "./base";
import { chance, whole } from "./chance";
import type { WorkspaceSize } from "./sizes";

const rates = `(array[${benchChannels.map(([, , rate]) => rate).join(", ")}])`;
const currencies = `(array[${benchChannels.map(([, currency]) => `'${currency}'`).join(", ")}])`;

/** Orders of a range of numbers, in the order of their time, with their 1.6 lines on average, over 13 months; the last two days' are partly open. */
export async function makeOrders(tx: Tx, size: WorkspaceSize, first: number, last: number): Promise<void> {
  await tx.unsafe(`
    create temp table bench_order on commit drop as
    select n as id, now() - interval '395 days' * (1 - ((n - ${chance("n", 20)}) / ${size.orders}) ^ 0.85) as placed_at, ${whole("n", 21, 1, 8)} as channel_id,
      1 + (${chance("n", 22)} < 0.4)::int + (${chance("n", 22)} < 0.2)::int as lines
    from generate_series(${first}, ${last}) n`);
  await tx.unsafe(`
    insert into sales_order (id, placed_at, connection_id, channel_id, external_id, kind, state, currency, customer_ref, country, source_event_at, received_at, visible_at, simulated)
    select id, placed_at, channel_id + 1, channel_id, 'BENCH-' || id, 'sale',
      case when placed_at > now() - interval '2 days' and ${chance("id", 23)} < 0.6 then 'open' else 'completed' end, ${currencies}[channel_id],
      'C' || ${whole("id", 24, 1, 200_000)}, 'US', placed_at, placed_at, placed_at + interval '60 seconds' * ${chance("id", 25)}, true
    from bench_order`);
  await tx.unsafe(`
    insert into order_line (order_id, placed_at, line_no, sku_id, channel_id, location_id, day, kind, quantity, shipped_quantity, open, unit_price,
      amount_minor, amount_base_minor, cost_base_minor)
    select r.id, r.placed_at, r.line_no, r.sku_id, r.channel_id, r.location_id, (r.placed_at at time zone l.time_zone)::date, 'sale', r.quantity,
      case when r.open then 0 else r.quantity end, r.open, round(s.price / r.rate, 2), round(s.price / r.rate, 2) * 100 * r.quantity,
      round(round(s.price / r.rate, 2) * 100 * r.quantity * r.rate), round(s.unit_cost * 100 * r.quantity)
    from (
      select b.id, b.placed_at, b.channel_id, i as line_no, ${rates}[b.channel_id]::numeric as rate,
        (1 + floor(${size.skus} * ${chance("b.id * 4 + i", 26)} ^ 2.2))::int as sku_id, 1 + (${chance("b.id * 4 + i", 27)} < 0.2)::int as quantity,
        case when ${chance("b.id", 28)} < 0.85 then v.first_id else v.last_id end as location_id,
        b.placed_at > now() - interval '2 days' and ${chance("b.id", 23)} < 0.6 as open
      from bench_order b cross join lateral generate_series(1, b.lines) i
      join (select channel_id, min(location_id) filter (where priority = 1) as first_id, max(location_id) filter (where priority = (
          select max(priority) from channel_location x where x.channel_id = w.channel_id)) as last_id from channel_location w group by 1) v on v.channel_id = b.channel_id
    ) r join sku s on s.id = r.sku_id join location l on l.id = r.location_id`);
  await tx.unsafe(`
    insert into record_identity (connection_id, kind, external_id, entity_id, placed_at, content_hash)
    select channel_id + 1, 'orders', 'BENCH-' || id, id, placed_at, sha256(id::text::bytea) from bench_order`);
  await tx.unsafe(`
    insert into order_check (connection_id, channel_id, external_id, order_id, placed_at, checked_at, result, simulated)
    select channel_id + 1, channel_id, 'BENCH-' || id, id, placed_at, placed_at + interval '1 hour', case when ${chance("id", 29)} < 0.985 then 'equal' else 'different' end, true
    from bench_order where placed_at between now() - interval '60 days' and now() - interval '1 hour'`);
  await tx.unsafe(`
    insert into return_line (connection_id, external_id, order_id, placed_at, line_no, sku_id, location_id, quantity, state, announced_at, simulated)
    select o.channel_id + 1, 'RMA-' || o.id, o.id, o.placed_at, 1, l.sku_id, l.location_id, 1, (array['expected', 'inspection', 'expected'])[1 + o.id % 3],
      o.placed_at + interval '10 days', true
    from bench_order o join order_line l on l.order_id = o.id and l.placed_at = o.placed_at and l.line_no = 1
    where ${chance("o.id", 30)} < 0.01 and o.placed_at between now() - interval '60 days' and now() - interval '10 days'`);
}
