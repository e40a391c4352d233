import type { Db } from "@/db/client";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import { ensurePolicy } from "@/lib/services/policy/ensure";

/** The moment that the tests of figures call now: a Wednesday noon, UTC. */
export const now = new Date("2026-06-17T12:00:00Z");

/** A moment `hours` before now. */
export const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

export interface SmallWorld {
  skuId: number;
  /** Two places in UTC and one in Tokyo. */
  a: number;
  b: number;
  tokyo: number;
  /** Served by a and b. */
  channelId: number;
  connectionId: number;
}

/** A company with one SKU (cost 5, price 20), three places, lanes from b and Tokyo to a, and a shop that a and b serve. */
export async function makeSmallWorld(db: Db): Promise<SmallWorld> {
  await db`insert into company (name, base_currency, time_zone) values ('Test', 'USD', 'UTC')`;
  await db`select ensure_month_partitions('2026-01-01', '2026-12-31')`;
  await ensurePolicy(db);
  const [connection] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name, last_confirmed_at) values ('shop', 'api', 'Shop', ${now}) returning id`;
  const connectionId = connection?.id ?? 0;
  const places = await db<{ id: number }[]>`
    insert into location (code, name, kind, country, region, time_zone) values
      ('A', 'Alpha', 'warehouse', 'US', 'NA', 'UTC'), ('B', 'Beta', 'warehouse', 'US', 'NA', 'UTC'),
      ('T', 'Tokyo', 'warehouse', 'JP', 'APAC', 'Asia/Tokyo') returning id`;
  const [a = 0, b = 0, tokyo = 0] = places.map((row) => row.id);
  await db`
    insert into lane (origin_id, destination_id, lead_time_days, currency, freight_minor_per_unit)
    values (${b}, ${a}, 2, 'USD', 50), (${tokyo}, ${a}, 6, 'USD', 90)`;
  const [channel] = await db<{ id: number }[]>`
    insert into channel (code, name, kind, connection_id, currency, time_zone) values ('shop', 'Shop', 'own_shop', ${connectionId}, 'USD', 'UTC')
    returning id`;
  const channelId = channel?.id ?? 0;
  await db`insert into channel_location (channel_id, location_id, priority) values (${channelId}, ${a}, 1), (${channelId}, ${b}, 2)`;
  return { skuId: await addSku(db, "SKU-1"), a, b, tokyo, channelId, connectionId };
}

/** Another SKU of the same kind. */
export async function addSku(db: Db, code: string): Promise<number> {
  const [sku] = await db<{ id: number }[]>`
    insert into sku (code, title, category, currency, unit_cost, price) values (${code}, ${code}, 'Things', 'USD', 5, 20) returning id`;
  return sku?.id ?? 0;
}

/** Brings units in at a moment (from a supplier), or takes them out (negative: a count). */
export function move(db: Db, skuId: number, locationId: number, units: number, at: Date): Promise<void> {
  const shelf = stockPlace(locationId);
  return postMoves(db, [
    {
      occurredAt: at,
      skuId,
      fromPlaceId: units > 0 ? OUTSIDE_PLACE.supplier : shelf,
      toPlaceId: units > 0 ? shelf : OUTSIDE_PLACE.count,
      quantity: Math.abs(units),
      reason: units > 0 ? "receipt" : "count",
    },
  ]);
}

let orders = 0;

/** An order of one line; an open one commits its units. */
export async function order(
  db: Db,
  world: SmallWorld,
  line: { skuId?: number; locationId: number; units: number; at: Date; open?: boolean },
): Promise<void> {
  orders += 1;
  await db`
    with placed as (
      insert into sales_order (placed_at, connection_id, channel_id, external_id, currency)
      values (${line.at}, ${world.connectionId}, ${world.channelId}, ${`O-${orders}`}, 'USD') returning id
    )
    insert into order_line (order_id, placed_at, line_no, sku_id, channel_id, location_id, day, kind, quantity, shipped_quantity, open,
      unit_price, amount_minor, amount_base_minor, cost_base_minor)
    select id, ${line.at}, 1, ${line.skuId ?? world.skuId}, ${world.channelId}, ${line.locationId},
      (${line.at}::timestamptz at time zone (select time_zone from location where id = ${line.locationId}))::date, 'sale', ${line.units},
      ${line.open ? 0 : line.units}, ${line.open ?? false}, 20, ${line.units * 2_000}, ${line.units * 2_000}, ${line.units * 500}
    from placed`;
}

/** The same order on each of the last days, yesterday first. */
export async function sellDaily(
  db: Db,
  world: SmallWorld,
  line: { skuId?: number; locationId: number; units: number; days: number },
): Promise<void> {
  for (let day = 1; day <= line.days; day++) await order(db, world, { ...line, at: ago(24 * day) });
}
