import type { Db } from "@/db/client";

/** An offer as a shopper meets it. */
export interface Offer {
  channel: string;
  connection: string;
  currency: string;
  country: string | null;
  listingId: string;
  sku: string;
  title: string;
  price: string;
  /** Codes of the locations that serve it, nearest first. */
  locations: string[];
  /** Units sold a day over the last four weeks. */
  unitsPerDay: number;
}

/** What is offered, with how often it is bought. */
export async function loadOffers(db: Db): Promise<Offer[]> {
  return db<Offer[]>`
    select c.code as channel, k.key as connection, c.currency, c.country, l.external_id as "listingId", s.code as sku, s.title, l.price::text as price,
      (select array_agg(o.code order by v.priority) from channel_location v join location o on o.id = v.location_id where v.channel_id = c.id) as locations,
      d.units::float8 / 28 as "unitsPerDay"
    from listing l join channel c on c.id = l.channel_id join connection k on k.id = c.connection_id join sku s on s.id = l.sku_id
    join (select sku_id, channel_id, sum(units) as units from demand_daily where day > current_date - 28 group by 1, 2 having sum(units) > 0) d
      on d.sku_id = l.sku_id and d.channel_id = l.channel_id
    where l.state = 'active' and l.simulated and l.price is not null
    order by l.id`;
}

/** Units to be had, by SKU and location code; unknown shelves are left out. */
export async function loadShelves(db: Db): Promise<Map<string, number>> {
  const rows = await db<{ shelf: string; available: number }[]>`
    select s.code || '/' || o.code as shelf, l.available from stock_level l join sku s on s.id = l.sku_id join location o on o.id = l.location_id
    where l.available is not null`;
  return new Map(rows.map(({ shelf, available }) => [shelf, available]));
}

/** Readings of every shelf that its system can read now: of the shelves without open orders, whose level cannot be in doubt. */
export async function loadReadings(
  db: Db,
): Promise<{ connection: string; sku: string; location: string; onHand: number; unavailable: number }[]> {
  return db`
    select k.key as connection, s.code as sku, o.code as location, l.on_hand as "onHand", l.unavailable
    from stock_level l join sku s on s.id = l.sku_id join location o on o.id = l.location_id
    join connection k on k.simulated and k.vendor = 'sandbox_warehouse' and jsonb_exists(k.config -> 'locations', o.code)
    where l.known_since is not null and l.on_hand >= l.unavailable and l.unavailable >= 0 and not exists (
      select from order_line q where q.open and q.sku_id = l.sku_id and q.location_id = l.location_id and q.placed_at > now() - interval '1 day')
    order by k.key, s.code, o.code`;
}

/** What each channel should show now, by the channel's own rule, where it differs from what it shows. */
export async function loadDueQuantities(
  db: Db,
): Promise<
  { connection: string; channel: string; listingId: string; sku: string; publishedUnits: number }[]
> {
  return db`
    select * from (
      select k.key as connection, c.code as channel, l.external_id as "listingId", s.code as sku, l.published_units as shown,
        least(coalesce(c.max_units, 2147483647), greatest(0, floor((a.units - c.promotion_reserve_units) * c.publish_share) - c.buffer_units))::int as "publishedUnits"
      from listing l join channel c on c.id = l.channel_id join connection k on k.id = c.connection_id and k.simulated join sku s on s.id = l.sku_id
      cross join lateral (
        select sum(v.available) as units from channel_location w join stock_level v on v.location_id = w.location_id and v.sku_id = l.sku_id where w.channel_id = c.id
      ) a
      where l.state = 'active' and l.simulated and a.units is not null and l.published_units is not null
    ) due where shown <> "publishedUnits" and abs(shown - "publishedUnits") <= greatest(5, shown * 0.2)
    order by channel, "listingId" limit 2000`;
}

/** Ads whose product nobody can buy and whose platform stops by itself, by external id. */
export async function loadEmptyAds(db: Db): Promise<Set<string>> {
  const rows = await db<{ id: string }[]>`
    select p.external_id as id from product_ad p join campaign c on c.id = p.campaign_id join ad_kind i on i.code = c.kind and i.stops_when_empty
    where not exists (select from channel_location w join stock_level l on l.location_id = w.location_id and l.sku_id = p.sku_id
      where w.channel_id = c.channel_id and l.available > 0)`;
  return new Set(rows.map(({ id }) => id));
}
