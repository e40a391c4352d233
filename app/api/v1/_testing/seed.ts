import type { Db } from "@/db/client";

/** A small workspace: three SKUs at two places, one source, figures, one recommendation and two actions. */
export async function seedApi(owner: Db): Promise<void> {
  await owner.unsafe(`
    insert into company (name, base_currency, time_zone) values ('Test', 'USD', 'UTC');
    insert into connection (key, vendor, name, last_confirmed_at) values ('shop-de', 'shopify', 'Shop DE', now());
    insert into sku (code, title, currency) values ('A', 'Bottle', 'USD'), ('B', 'Cup', 'USD'), ('C', 'Lid', 'USD');
    insert into location (code, name, kind, country, region, time_zone) values
      ('SZX', 'Shenzhen', 'warehouse', 'CN', 'APAC', 'Asia/Shanghai'), ('LAX', 'Los Angeles', '3pl', 'US', 'NA', 'UTC');
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason)
      select now(), s.id, 1, p.id, 10 * s.id, 'receipt' from sku s cross join place p where p.kind = 'stock';
    insert into stock_status (sku_id, location_id, state, available, cover_days, forecast_units_per_day, data_as_of)
      select sku_id, location_id, case when sku_id = 1 then 'out' else 'healthy' end, available, 4.5, 2, data_as_of from stock_level;
    insert into kpi_daily (metric, scope, day, value, parts) values
      ('turnover', 'all', '2026-03-01', 2.5, '{"cost": 10}'), ('turnover', 'all', '2026-03-02', null, '{}'),
      ('in_stock_rate', 'all', '2026-03-02', 0.96, '{}'), ('in_stock_rate', 'location:1', '2026-03-02', 0.9, '{}');
    insert into sync_lag (connection_id, stream, hour, bucket, count) values (1, 'orders', now(), 10, 99), (1, 'orders', now(), 50, 1);
    insert into inbox_record (connection_id, kind, event_id, raw) values (1, 'orders', 'e1', '{}');
    insert into policy (rules, active, created_by) values ('{}', true, 'test');
    insert into recommendation (kind, team, subject_key, sku_id, location_id, problem, options, evidence, policy_version,
      value_low_minor, value_minor, value_high_minor, loss_minor_per_day, material_hash)
      select 'shortage', 'supply', 'shortage:' || n, 1, 1, '{"key": "shortage.out"}', '[{"key": "do_nothing"}]', '[]', 1, 1, 2, 3,
        100 * (n / 2), 'h' from generate_series(1, 5) n;
    insert into action (id, recommendation_id, kind, executor, payload, approved_by)
      select gen_random_uuid(), 1, 'transfer', 'manual', '{"transferId": 1}', 'Ines' from generate_series(1, 5);`);
}
