import type { Db } from "@/db/client";
import { stockPlace } from "@/db/queries/ledger";
import { Conflict, NotFound } from "@/lib/core/errors";

/** What was made; everything of it carries `simulated` or is named in examples/online-retail/README.md. */
export interface SimulatedShop {
  seed: string;
  moves: number;
  adDays: number;
}

const receiptEveryDays = 14;

/**
 * Adds to the imported shop what its data lacks: two further places with lanes, costs, a stock that follows from opening,
 * receipts and the real sales, and ads. The same seed makes the same figures. One transaction. Throws NotFound before the
 * orders are imported, Conflict when it ran already.
 */
export async function simulateShop(db: Db, seed: string): Promise<SimulatedShop> {
  return db.begin(async (tx) => {
    const [shop] = await tx<{ channelId: number; locationId: number; from: string; to: string }[]>`
      select c.id as "channelId", l.id as "locationId", min(d.day) as "from", max(d.day) as "to"
      from channel c join location l on l.code = 'UK' join demand_daily d on d.channel_id = c.id
      where c.code = 'online-retail' group by c.id, l.id`;
    if (!shop)
      throw new NotFound(
        "The orders of Online Retail are not here yet: import them first, as examples/online-retail/README.md says.",
      );
    const [done] = await tx`select 1 from location where code = 'UK-NORTH'`;
    if (done)
      throw new Conflict(
        "The simulated part is here already. Start with an empty data folder to make it with another seed.",
      );
    await tx`select ensure_month_partitions(${shop.from}::date - 1, ${shop.to}::date)`;
    await tx`
      insert into location (code, name, kind, country, region, time_zone, simulated) values
        ('UK-NORTH', 'Northern warehouse (simulated)', 'warehouse', 'GB', 'uk', 'Europe/London', true),
        ('NL-3PL', 'Rotterdam 3PL (simulated)', '3pl', 'NL', 'eu', 'Europe/Amsterdam', true)`;
    await tx`
      insert into lane (origin_id, destination_id, lead_time_days, currency, freight_minor_per_unit, handling_minor_per_unit, fixed_minor_per_shipment, simulated)
      select o.id, d.id, v.days, 'GBP', v.freight, 5, v.fixed, true
      from (values ('UK-NORTH', 'UK', 2, 8, 300), ('UK', 'UK-NORTH', 2, 8, 300), ('NL-3PL', 'UK', 5, 22, 900), ('UK', 'NL-3PL', 5, 22, 900))
        v (origin, destination, days, freight, fixed)
      join location o on o.code = v.origin join location d on d.code = v.destination`;
    await tx`
      insert into channel_location (channel_id, location_id, priority) select ${shop.channelId}, id, case code when 'UK' then 1 else 2 end
      from location where code in ('UK', 'UK-NORTH') on conflict do nothing`;
    // The usual price of each product is real; that it cost 45 to 65 % of it is simulated.
    await tx`
      update sku s set price = p.price, unit_cost = round((p.price * (0.45 + 0.2 * ${chance(tx, seed, "cost")}))::numeric, 2)
      from (select sku_id, percentile_disc(0.5) within group (order by unit_price) as price from order_line where kind = 'sale' and unit_price > 0 group by sku_id) p
      where p.sku_id = s.id and s.unit_cost is null`;
    const moves = await simulateStock(tx, shop, seed);
    const adDays = await simulateAds(tx, shop, seed);
    await tx`
      update company set simulated_note = ${`Orders are real (UCI Online Retail, CC BY 4.0). Places, stock, costs and ads are simulated, seed ${seed}.`}`;
    return { seed, moves, adDays };
  });
}

type Tx = Parameters<Parameters<Db["begin"]>[1]>[0];

/** A number from 0 to 1 that depends on the seed, a purpose and the SKU's code alone. */
const chance = (tx: Tx, seed: string, purpose: string) =>
  tx`(('x' || substr(md5(${`${seed}:${purpose}:`} || s.code), 1, 8))::bit(32)::bigint / 4294967295.0)`;

async function simulateStock(
  tx: Tx,
  shop: { locationId: number; from: string; to: string },
  seed: string,
): Promise<number> {
  const shelf = stockPlace(shop.locationId);
  const sold = await tx`
    with sold as (
      select s.id as sku_id, s.code, d.day, sum(d.units) as units from demand_daily d join sku s on s.id = d.sku_id
      where d.location_id = ${shop.locationId} and d.units > 0 group by 1, 2, 3
    ), receipt as (
      select s.sku_id, g.day::date as day, ceil(sum(s.units) * (0.85 + 0.3 * (('x' || substr(md5(${`${seed}:receipt:`} || s.code || g.day), 1, 8))::bit(32)::bigint / 4294967295.0)))::int as units
      from generate_series(${shop.from}::date, ${shop.to}::date, make_interval(days => ${receiptEveryDays})) g(day)
      join sold s on s.day >= g.day::date and s.day < g.day::date + ${receiptEveryDays}::int
      group by s.sku_id, s.code, g.day
    ), running as (
      select sku_id, sum(units) over (partition by sku_id order by day, units desc rows unbounded preceding) as balance
      from (select sku_id, day, units::int from receipt union all select sku_id, day, -units::int from sold) u
    ), opening as (
      select sku_id, greatest(1, -min(balance))::int as units from running group by sku_id
    )
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, actor, note)
    select at, sku_id, "from", "to", units, reason, document, 'simulated', ${`simulated, seed ${seed}`}
    from (
      select ${shop.from}::date - interval '1 day' as at, sku_id, 4 as "from", ${shelf}::int as "to", units, 'opening' as reason, 'SIM-OPENING' as document from opening
      union all select day + interval '6 hours', sku_id, 1, ${shelf}::int, units, 'receipt', 'SIM-PO-' || to_char(day, 'YYYYMMDD') from receipt where units > 0
      union all select day + interval '18 hours', sku_id, ${shelf}::int, 2, units::int, 'sale', 'SIM-SALES-' || to_char(day, 'YYYYMMDD') from sold
    ) m`;
  // The other places hold what a buyer overestimated: a third of the products, 20 to 80 days of their usual sales.
  const elsewhere = await tx`
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, actor, note)
    select ${shop.to}::date - interval '30 days', s.id, 1, 10 + l.id * 3, greatest(1, round(d.daily * (20 + 60 * ${chance(tx, seed, "idle")})))::int, 'receipt', 'SIM-IDLE', 'simulated', ${`simulated, seed ${seed}`}
    from sku s
    join (select sku_id, sum(units) / 365.0 as daily from demand_daily group by sku_id having sum(units) > 30) d on d.sku_id = s.id
    join location l on l.code = case when ${chance(tx, seed, "where")} < 0.7 then 'UK-NORTH' else 'NL-3PL' end
    where s.is_product and ${chance(tx, seed, "third")} < 0.33`;
  return sold.count + elsewhere.count;
}

async function simulateAds(
  tx: Tx,
  shop: { channelId: number; from: string; to: string },
  seed: string,
): Promise<number> {
  const [connection] = await tx<{ id: number }[]>`
    insert into connection (key, vendor, name, simulated) values ('online-retail-ads', 'file', 'Ads (simulated)', true) returning id`;
  const connectionId = connection?.id ?? 0;
  await tx`
    insert into campaign (connection_id, external_id, channel_id, kind, name, currency, simulated)
    values (${connectionId}, 'SIM-SHOPPING', ${shop.channelId}, 'google_shopping', 'Shopping (simulated)', 'GBP', true),
      (${connectionId}, 'SIM-BRAND', ${shop.channelId}, 'sponsored_brands', 'Brand (simulated)', 'GBP', true)`;
  await tx`
    insert into product_ad (campaign_id, sku_id, external_id, simulated)
    select c.id, s.id, c.external_id || '-' || s.code, true
    from (select sku_id, row_number() over (order by sum(revenue_base_minor) desc, sku_id) as rank from demand_daily group by sku_id) best
    join sku s on s.id = best.sku_id join campaign c on c.connection_id = ${connectionId} and c.external_id = case when best.rank % 3 = 0 then 'SIM-BRAND' else 'SIM-SHOPPING' end
    where best.rank <= 60 and s.is_product`;
  const spend = await tx`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, impressions, clicks, attributed_units, attributed_sales_minor,
      attributed_sales_base_minor, simulated)
    select p.id, g.day, 'day', 'GBP', v.spend, v.spend, v.spend * 12, greatest(1, v.spend / 28), v.units, v.sales, v.sales, true
    from product_ad p join sku s on s.id = p.sku_id
    cross join generate_series(${shop.to}::date - 89, ${shop.to}::date, interval '1 day') g(day)
    left join (select sku_id, day, sum(units) as units, sum(revenue_base_minor) as revenue from demand_daily group by 1, 2) d on d.sku_id = s.id and d.day = g.day::date
    cross join lateral (select round(80 + 400 * ${chance(tx, seed, "spend")})::int as spend, greatest(0, round(coalesce(d.units, 0) * 0.2))::int as units,
      greatest(0, round(coalesce(d.revenue, 0) * 0.2))::int as sales) v
    where p.campaign_id in (select id from campaign where connection_id = ${connectionId})`;
  return spend.count;
}
