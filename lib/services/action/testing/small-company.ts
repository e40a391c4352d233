import type { Db } from "@/db/client";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import type { Actor, Role } from "../../_shared/actor";
import { sealSecret } from "../../_shared/seal";

export const testSecret = "a secret of the test run, long enough to be one";

export interface SmallCompany {
  skuId: number;
  /** Donor with 500 units, run by the warehouse connection. */
  originId: number;
  /** In need. */
  destinationId: number;
  /** Donor with 100 units, done by hand. */
  handOriginId: number;
  laneId: number;
  handLaneId: number;
  warehouseId: number;
  adsId: number;
  channelId: number;
  campaignId: number;
  productAdId: number;
}

/** A person of a role, for calling services. */
export const person = (role: Role, name: string = role): Actor => ({
  kind: "user",
  id: `u-${name}`,
  name,
  role,
});

/**
 * A company of one SKU, three places, two lanes, one campaign and two vendor connections, for tests. PLIMSOLL_SECRET must
 * be set to `testSecret` by the test.
 */
export async function makeSmallCompany(
  db: Db,
  vendors: { warehouseUrl: string; adsUrl: string; secret: string },
): Promise<SmallCompany> {
  await db`insert into company (name, base_currency, time_zone) values ('Test', 'USD', 'UTC')`;
  await db`insert into fx_rate (currency, day, to_base, source) values ('USD', '2020-01-01', 1, 'test')`;
  const connection = async (key: string, config: Record<string, unknown>) => {
    const [row] = await db<{ id: number }[]>`
      insert into connection (key, vendor, name, config, secret_sealed, last_confirmed_at, last_event_at)
      values (${key}, 'webhook', ${key}, ${db.json(config as never)}, ${sealSecret(vendors.secret, testSecret)}, now(), now())
      returning id`;
    return row?.id ?? 0;
  };
  const warehouseId = await connection("warehouse", {
    role: "warehouse",
    baseUrl: vendors.warehouseUrl,
    locations: ["AAA"],
    allowPrivateNetwork: true,
  });
  const adsId = await connection("ads", { role: "ads", baseUrl: vendors.adsUrl, allowPrivateNetwork: true });
  const places = await db<{ id: number }[]>`
    insert into location (code, name, kind, country, region, time_zone) values
      ('AAA', 'Alpha', 'warehouse', 'US', 'NA', 'UTC'), ('BBB', 'Beta', 'warehouse', 'US', 'NA', 'UTC'),
      ('CCC', 'Gamma', 'store', 'US', 'NA', 'UTC') returning id`;
  const [originId = 0, destinationId = 0, handOriginId = 0] = places.map((row) => row.id);
  const [sku] = await db<{ id: number }[]>`
    insert into sku (code, title, currency, unit_cost, price) values ('SKU-1', 'One', 'USD', 5, 20) returning id`;
  const skuId = sku?.id ?? 0;
  const lanes = await db<{ id: number }[]>`
    insert into lane (origin_id, destination_id, lead_time_days, currency, freight_minor_per_unit) values
      (${originId}, ${destinationId}, 3, 'USD', 50), (${handOriginId}, ${destinationId}, 2, 'USD', 40) returning id`;
  const [laneId = 0, handLaneId = 0] = lanes.map((row) => row.id);
  await postMoves(db, [opening(skuId, originId, 500), opening(skuId, handOriginId, 100)]);
  const [channel] = await db<{ id: number }[]>`
    insert into channel (code, name, kind, currency, time_zone) values ('shop', 'Shop', 'own_shop', 'USD', 'UTC') returning id`;
  const channelId = channel?.id ?? 0;
  await db`insert into channel_location (channel_id, location_id) values (${channelId}, ${destinationId})`;
  const [campaign] = await db<{ id: number }[]>`
    insert into campaign (connection_id, external_id, channel_id, kind, name, currency, state_as_of)
    values (${adsId}, 'CMP-1', ${channelId}, 'google_shopping', 'Bottles', 'USD', now()) returning id`;
  const campaignId = campaign?.id ?? 0;
  const [ad] = await db<{ id: number }[]>`
    insert into product_ad (campaign_id, sku_id, external_id, state_as_of) values (${campaignId}, ${skuId}, 'AD-1', now()) returning id`;
  return {
    skuId,
    originId,
    destinationId,
    handOriginId,
    laneId,
    handLaneId,
    warehouseId,
    adsId,
    channelId,
    campaignId,
    productAdId: ad?.id ?? 0,
  };
}

const opening = (skuId: number, locationId: number, quantity: number) => ({
  occurredAt: new Date(Date.now() - 86_400_000),
  skuId,
  fromPlaceId: OUTSIDE_PLACE.count,
  toPlaceId: stockPlace(locationId),
  quantity,
  reason: "opening" as const,
});
