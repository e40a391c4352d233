import type { Queryable } from "@/db/client";

/** A rule of a channel, as available to sell is worked out by it. */
interface ChannelRule {
  promotionReserveUnits: number;
  /** 0 to 1. */
  share: number;
  bufferUnits: number;
  /** Null: no limit. */
  maxUnits: number | null;
}

interface OwnRule {
  share: number | null;
  bufferUnits: number | null;
  maxUnits: number | null;
  version: number;
}

/** What available to sell of a listing is worked out from. */
export interface ToSellInput {
  listingId: number;
  skuId: number;
  skuCode: string;
  channelId: number;
  channelName: string;
  published: number | null;
  /** As last worked out. */
  toSell: number | null;
  /** Published − to sell; null: one of them is unknown. */
  drift: number | null;
  driftSince: Date | null;
  /** Sum over the locations that serve the channel and carry the SKU; null: unknown. */
  available: number | null;
  channel: ChannelRule;
  sku: OwnRule | null;
  skuOnChannel: OwnRule | null;
  promotions: { id: number; name: string; units: number; endsAt: string }[];
}

/** The inputs of available to sell: of a SKU's listings by channel, or of the listings named. Promotions are those running at `now`. */
export async function toSellInputs(
  db: Queryable,
  of: { skuId: number } | { listingIds: readonly number[] },
  now: Date,
): Promise<ToSellInput[]> {
  const rows = await db<ToSellInput[]>`
    select li.id as "listingId", li.sku_id as "skuId", s.code as "skuCode", c.id as "channelId", c.name as "channelName", li.published_units as published,
      li.available_to_sell_units as "toSell", li.drift_units as drift, li.drift_since as "driftSince", stock.available,
      jsonb_build_object('promotionReserveUnits', c.promotion_reserve_units, 'share', c.publish_share, 'bufferUnits', c.buffer_units,
        'maxUnits', c.max_units) as channel,
      ${ruleJson(db, "own")} as sku, ${ruleJson(db, "narrow")} as "skuOnChannel", coalesce(held.promotions, '[]') as promotions
    from listing li join channel c on c.id = li.channel_id join sku s on s.id = li.sku_id
    left join publish_rule narrow on narrow.sku_id = li.sku_id and narrow.channel_id = c.id
    left join publish_rule own on own.sku_id = li.sku_id and own.channel_id is null
    cross join lateral (
      select case when count(cl.location_id) > 0 and (count(l.sku_id) = 0 or bool_or(l.sku_id is not null and l.available is null)) then null
        else coalesce(sum(l.available), 0)::int end as available
      from channel_location cl left join stock_level l on l.sku_id = li.sku_id and l.location_id = cl.location_id
      where cl.channel_id = c.id) stock
    cross join lateral (
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'units', p.units, 'endsAt', p.ends_at) order by p.ends_at, p.id) as promotions
      from promotion p
      where p.cancelled_at is null and p.starts_at <= ${now} and p.ends_at > ${now}
        and (p.every_sku or exists (select from promotion_sku x where x.promotion_id = p.id and x.sku_id = li.sku_id))
        and case p.side when 'from' then p.channel_id is null or p.channel_id = c.id
          else p.channel_id <> c.id and exists (select from channel_location a join channel_location b using (location_id)
            where a.channel_id = p.channel_id and b.channel_id = c.id) end) held
    where ${"skuId" in of ? db`li.sku_id = ${of.skuId}` : db`li.id = any(${[...of.listingIds]})`} order by c.name, li.id`;
  return [...rows];
}

const ruleJson = (db: Queryable, table: "own" | "narrow") => db`
  case when ${db(table)}.id is not null then jsonb_build_object('share', ${db(table)}.publish_share, 'bufferUnits', ${db(table)}.buffer_units,
    'maxUnits', ${db(table)}.max_units, 'version', ${db(table)}.version) end`;

/** The SKU's rule on every channel, also where it is listed nowhere; null: it has none. */
export async function skuRule(db: Queryable, skuId: number): Promise<OwnRule | null> {
  const [row] = await db<{ rule: OwnRule }[]>`
    select ${ruleJson(db, "own")} as rule from publish_rule own where sku_id = ${skuId} and channel_id is null`;
  return row?.rule ?? null;
}

export interface ChannelRow extends ChannelRule {
  id: number;
  code: string;
  name: string;
  active: boolean;
  timeZone: string;
  /** Codes of the locations that serve it, nearest first. */
  locations: string[];
  listings: number;
  /** Beyond the tolerance, each way. */
  oversell: number;
  hidden: number;
  /** SKUs with a rule of their own there. */
  ownRules: number;
}

/** Every channel with what it keeps back; active ones first, by name. */
export async function listPublishing(db: Queryable): Promise<ChannelRow[]> {
  const rows = await db<ChannelRow[]>`
    select c.id, c.code, c.name, c.active, c.time_zone as "timeZone", c.publish_share::float8 as share, c.promotion_reserve_units as "promotionReserveUnits",
      c.buffer_units as "bufferUnits", c.max_units as "maxUnits",
      array(select l.code from channel_location cl join location l on l.id = cl.location_id where cl.channel_id = c.id order by cl.priority, l.code) as locations,
      li.listings, li.oversell, li.hidden,
      (select count(*)::int from publish_rule r where r.channel_id = c.id) as "ownRules"
    from channel c
    cross join lateral (
      select count(*)::int as listings, count(*) filter (where drift_since is not null and drift_units > 0)::int as oversell,
        count(*) filter (where drift_since is not null and drift_units < 0)::int as hidden
      from listing where channel_id = c.id and state = 'active') li
    where not exists (select from connection k where k.id = c.connection_id and k.vendor = 'canary')
    order by c.active desc, lower(c.name), c.id`;
  return [...rows];
}

export type PromotionPhase = "planned" | "running" | "over" | "cancelled";

export interface PromotionRow {
  id: number;
  name: string;
  side: "from" | "for";
  channelId: number | null;
  /** Null: every channel. */
  channelName: string | null;
  everySku: boolean;
  /** The first codes, by code; `skus` says how many there are. */
  skuCodes: string[];
  skus: number;
  units: number;
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
  /** In its own zone, "YYYY-MM-DDTHH:MM". */
  startsLocal: string;
  endsLocal: string;
  phase: PromotionPhase;
  version: number;
  createdBy: string;
  cancelledBy: string | null;
  /** Once it is over and measured: units sold on its days, and how many times what is usual that is; null: not measured. */
  sold: { units: number; times: number } | null;
  /** Why nothing can be said of it; null: it was measured, or is still to be. */
  unmeasured: "no_items" | "new_items" | "no_sales" | null;
}

/** Promotions that run or are planned, and those of the last 90 days; running ones first. At most 200. */
export async function listPromotions(db: Queryable, now: Date): Promise<PromotionRow[]> {
  const rows = await db<PromotionRow[]>`
    select p.id, p.name, p.side, p.channel_id as "channelId", c.name as "channelName", p.every_sku as "everySku", p.units, p.time_zone as "timeZone",
      p.starts_at as "startsAt", p.ends_at as "endsAt", to_char(p.starts_at at time zone p.time_zone, 'YYYY-MM-DD"T"HH24:MI') as "startsLocal",
      to_char(p.ends_at at time zone p.time_zone, 'YYYY-MM-DD"T"HH24:MI') as "endsLocal", phase.phase, p.version, p.created_by as "createdBy",
      p.cancelled_by as "cancelledBy", x.skus, x.codes as "skuCodes",
      (select json_build_object('units', sum(r.units), 'times', sum(r.units) / sum(r.usual_units)) from promotion_result r
        where r.promotion_id = p.id having count(*) > 0) as sold,
      (select why from promotion_unmeasured u where u.promotion_id = p.id) as unmeasured
    from promotion p left join channel c on c.id = p.channel_id
    cross join lateral (select case when p.cancelled_at is not null then 'cancelled' when ${now} < p.starts_at then 'planned'
      when ${now} < p.ends_at then 'running' else 'over' end as phase) phase
    cross join lateral (
      select count(*)::int as skus, coalesce((array_agg(s.code order by s.code))[1:500], '{}') as codes
      from promotion_sku ps join sku s on s.id = ps.sku_id where ps.promotion_id = p.id) x
    where p.ends_at > ${now}::timestamptz - interval '90 days'
    order by array_position(array['running', 'planned', 'over', 'cancelled'], phase.phase), p.starts_at desc, p.id desc limit 200`;
  return [...rows];
}
