import type { Tx } from "@/db/client";
import { chance, whole } from "./chance";
import type { WorkspaceSize } from "./sizes";

const places = [
  ["US", "North America", "America/Los_Angeles"],
  ["US", "North America", "America/New_York"],
  ["US", "North America", "America/Chicago"],
  ["US", "North America", "America/New_York"],
  ["DE", "Europe", "Europe/Berlin"],
  ["NL", "Europe", "Europe/Amsterdam"],
  ["GB", "Europe", "Europe/London"],
  ["CN", "Asia Pacific", "Asia/Shanghai"],
  ["TW", "Asia Pacific", "Asia/Taipei"],
  ["SG", "Asia Pacific", "Asia/Singapore"],
  ["JP", "Asia Pacific", "Asia/Tokyo"],
  ["AU", "Asia Pacific", "Australia/Sydney"],
] as const;

/** Channel, currency, what one unit of it buys in US dollars, and the locations that serve it. */
export const benchChannels = [
  ["amazon-us", "USD", 1, [2, 1]],
  ["shop-us", "USD", 1, [1, 2]],
  ["walmart-us", "USD", 1, [3, 4]],
  ["amazon-de", "EUR", 1.09, [5, 6]],
  ["tiktok-uk", "GBP", 1.28, [7]],
  ["shop-tw", "TWD", 0.0312, [9, 8]],
  ["lazada-sg", "SGD", 0.75, [10, 8]],
  ["amazon-au", "USD", 1, [12, 11]],
] as const;

/** The company, places, lanes, channels, products and listings. */
export async function makeBase(tx: Tx, size: WorkspaceSize): Promise<void> {
  await tx`
    insert into company (name, base_currency, time_zone, simulated, simulated_note)
    values ('Bench workspace', 'USD', 'UTC', true, 'Generated for measuring; every row is simulated.')`;
  await tx`
    insert into fx_rate (currency, day, to_base, source)
    select r.currency, (now() - interval '430 days')::date + n, r.rate, 'simulated'
    from (values ('USD', 1), ('EUR', 1.09), ('GBP', 1.28), ('TWD', 0.0312), ('SGD', 0.75)) r (currency, rate), generate_series(0, 431) n`;
  await tx`
    insert into connection (key, vendor, name, simulated, orders_move_stock, config, last_event_at, last_confirmed_at)
    select 'bench-' || n, case when n = 1 then 'sandbox_warehouse' when n = 10 then 'sandbox_ads' else 'sample' end, 'Bench source ' || n, true, n between 2 and 9,
      jsonb_build_object('role', case when n = 1 then 'warehouse' when n = 10 then 'ads' else 'channel' end,
        'locations', (select jsonb_agg('B' || lpad(i::text, 2, '0')) from generate_series(1, 12) i)), now(), now()
    from generate_series(1, 10) n`;
  const rows = places.slice(0, size.locations).map(([country, region, timeZone], at) => ({
    code: `B${String(at + 1).padStart(2, "0")}`,
    country,
    region,
    timeZone,
  }));
  await tx`
    insert into location (code, name, kind, country, region, time_zone, simulated)
    select code, 'Bench location ' || code, (array['warehouse', 'fba', '3pl'])[1 + row_number() over () % 3], country, region, "timeZone", true
    from jsonb_to_recordset(${tx.json(rows)}) as r (code text, country text, region text, "timeZone" text)`;
  await tx.unsafe(`
    insert into lane (origin_id, destination_id, lead_time_days, currency, freight_minor_per_unit, handling_minor_per_unit, fixed_minor_per_shipment, min_units, simulated)
    select a.id, b.id, case when a.region = b.region then 4 + ${whole("a.id * 100 + b.id", 1, 0, 4)} else 9 + ${whole("a.id * 100 + b.id", 1, 0, 20)} end, 'USD',
      case when a.region = b.region then 50 else 160 end, 15, 9000, 6, true
    from location a join location b on b.id <> a.id where a.region = b.region or ${chance("a.id * 100 + b.id", 2)} < 0.2`);
  await tx`
    insert into channel (code, name, kind, connection_id, currency, country, time_zone, buffer_units, fee_rate, simulated)
    select c.code, c.code, 'marketplace', c.no + 1, c.currency, 'US', 'UTC', 2, 0.15, true
    from jsonb_to_recordset(${tx.json(benchChannels.map(([code, currency], at) => ({ no: at + 1, code, currency })))}) as c (no int, code text, currency text)
    order by c.no`;
  await tx`
    insert into channel_location (channel_id, location_id, priority)
    select channel, location, rank from jsonb_to_recordset(${tx.json(benchChannels.flatMap(([, , , served], at) => served.map((location, rank) => ({ channel: at + 1, location, rank: rank + 1 }))))})
      as r (channel smallint, location smallint, rank smallint)`;
  await tx.unsafe(`
    insert into sku (code, title, title_lang, brand, category, barcode, currency, unit_cost, price, pack_size, weight_grams, volume_cm3, hazmat, simulated)
    select 'B-' || lpad(n::text, 6, '0'), 'Bench product ' || n, 'en', 'Brand ' || n % 40, 'Category ' || n % 25, '299' || lpad(n::text, 10, '0'), 'USD',
      round((price * (0.25 + 0.2 * ${chance("n", 4)}))::numeric, 2), price, (array[1, 6, 12, 24])[1 + n % 4], 100 + n % 900, 200 + n % 5000, n % 20 = 0, true
    from (select n, round((6 + 90 * ${chance("n", 3)})::numeric, 2) as price from generate_series(1, ${size.skus}) n) s`);
  await tx.unsafe(`
    insert into listing (channel_id, sku_id, external_id, price, currency, state, content_state, published_units, published_as_of, simulated)
    select c.id, s.id, 'L' || n, round((s.price / case c.currency when 'EUR' then 1.09 when 'GBP' then 1.28 when 'TWD' then 0.0312 when 'SGD' then 0.75 else 1 end)::numeric, 2),
      c.currency, 'active', case when ${chance("n", 6)} < 0.1 then 'incomplete' else 'complete' end, ${whole("n", 7, 0, 200)}, now(), true
    from generate_series(1, ${size.listings}) n
    join sku s on s.id = 1 + (n - 1) % ${size.skus}
    join channel c on c.id = 1 + (n + (n - 1) / ${size.skus} * 3) % 8`);
}
