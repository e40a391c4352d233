import type { Queryable } from "@/db/client";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

/** The lists of the Ads page. */
export const adLists = ["all", "wasting", "paused_by_us", "running", "paused"] as const;
export type AdList = (typeof adLists)[number];

/** One ad of one SKU over the last seven days. Money in minor units of the company's currency. */
export interface AdRow {
  id: number;
  externalId: string;
  campaignId: number;
  campaignName: string;
  kind: string;
  channelName: string | null;
  skuCode: string;
  skuTitle: string;
  adState: string;
  campaignState: string;
  pausedByUs: boolean;
  stopsWhenEmpty: boolean;
  smallestPausable: "product_ad" | "campaign";
  /** Units that the channel's locations can sell now; null: unknown at one of them. */
  available: number | null;
  forecastPerDay: number | null;
  spendMinor: number;
  wastedMinor: number;
  salesMinor: number;
  recommendationId: number | null;
  /** What a decision on it still lacks: then only an empty shelf is a reason to pause it. Null: nothing. */
  lacks: "stock" | "forecast" | "margin" | null;
  /** Ad sales a day of its campaign's other SKUs, where nothing less than the whole can be paused; null: its own ad can. */
  salesAtRiskMinor: number | null;
  stateAsOf: Date | null;
}

export interface AdFilter {
  kind?: string[];
  channel?: string[];
  q?: string | null;
}

const sorts = {
  wasted: { column: "a.wasted", columnType: "bigint" },
  spend: { column: "a.spend", columnType: "bigint" },
  sales: { column: "a.sales", columnType: "bigint" },
} as const;
export type AdSort = keyof typeof sorts;
export const adSorts = Object.keys(sorts) as AdSort[];

/** One keyset page of ads with their last seven days. */
export async function listAds(
  db: Queryable,
  params: {
    list: AdList;
    filter: AdFilter;
    sort: { key: AdSort; direction: SortDirection };
    cursor: string | null;
    pageSize: number;
    now?: Date;
  },
): Promise<{ rows: AdRow[]; nextCursor: string | null }> {
  const { now = new Date() } = params;
  const sort = {
    ...sorts[params.sort.key],
    direction: params.sort.direction,
    ids: ["a.id"],
    idTypes: ["int"],
  };
  const rows = await db<(AdRow & { sortValue: number })[]>`
    with ads as (${adsOf(db, params.list, params.filter, now)}), page as materialized (
      select a.*, ${db.unsafe(sort.column)} as sort_value from ads a
      where ${afterCursor(db, decodeCursor(params.cursor, 1), sort)} order by ${orderBy(db, sort)} limit ${params.pageSize + 1}
    )
    select a.id, a.external_id as "externalId", a.campaign_id as "campaignId", a.campaign_name as "campaignName", a.kind, a.channel_name as "channelName",
      a.sku_code as "skuCode", a.sku_title as "skuTitle", a.state as "adState", a.campaign_state as "campaignState", a.paused_by_us as "pausedByUs",
      a.stops_when_empty as "stopsWhenEmpty", a.smallest_pausable as "smallestPausable", s.available, s.forecast as "forecastPerDay",
      a.spend as "spendMinor", a.wasted as "wastedMinor", a.sales as "salesMinor", r.id as "recommendationId", a.state_as_of as "stateAsOf",
      case when s.available is null then 'stock' when s.forecast is null then 'forecast' when s.margin is null then 'margin' end as lacks,
      case when a.smallest_pausable = 'campaign' then (
        select coalesce(sum(o.attributed_sales_base_minor) / 7, 0)::bigint from product_ad q join ad_daily o on o.product_ad_id = q.id
        where q.campaign_id = a.campaign_id and q.id <> a.id and q.state = 'enabled'
          and o.day >= (${now}::timestamptz at time zone 'UTC')::date - 7 and o.day < (${now}::timestamptz at time zone 'UTC')::date) end as "salesAtRiskMinor",
      a.sort_value as "sortValue"
    from page a
    left join lateral (
      select case when bool_or(t.available is null) then null else sum(greatest(t.available, 0))::int end as available, sum(t.forecast_units_per_day)::real as forecast,
        avg(t.margin_base_minor) as margin
      from stock_status t
      where t.sku_id = a.sku_id and (a.channel_id is null or t.location_id in (select location_id from channel_location where channel_id = a.channel_id))
    ) s on true
    left join lateral (
      select id from recommendation
      where state in ('open', 'blocked') and campaign_id = a.campaign_id and (product_ad_id = a.id or product_ad_id is null) limit 1
    ) r on true
    order by a.sort_value ${db.unsafe(sort.direction)} nulls last, a.id`;
  return cutPage(rows, params.pageSize, (row) => ({ value: row.sortValue, ids: [row.id] }));
}

/** How many ads a list has under a filter. */
export async function countAds(
  db: Queryable,
  list: AdList,
  filter: AdFilter,
  now = new Date(),
): Promise<number> {
  const [row] = await db<
    { count: number }[]
  >`select count(*) as count from (${adsOf(db, list, filter, now)}) a`;
  return row?.count ?? 0;
}

/** How many ads each list has, of all ads. */
export async function countAdLists(db: Queryable, now = new Date()): Promise<Record<AdList, number>> {
  const counts = adLists.map((list) => db`(count(*) filter (where ${inList(db, list)}))::int as ${db(list)}`);
  const [row] = await db<Record<AdList, number>[]>`
    select ${counts.reduce((all, one) => db`${all}, ${one}`)} ${adTables(db, now)}`;
  return row ?? { all: 0, wasting: 0, paused_by_us: 0, running: 0, paused: 0 };
}

/** Ads of a list for an export, streamed. */
export async function* exportAds(db: Queryable, list: AdList, filter: AdFilter, now = new Date()) {
  const cursor = db<
    {
      campaignName: string;
      kind: string;
      skuCode: string;
      state: string;
      spendMinor: number;
      wastedMinor: number;
      salesMinor: number;
    }[]
  >`
    select campaign_name as "campaignName", kind, sku_code as "skuCode", state, spend as "spendMinor", wasted as "wastedMinor", sales as "salesMinor"
    from (${adsOf(db, list, filter, now)}) a order by wasted desc, id`.cursor(1000);
  for await (const batch of cursor) yield* batch;
}

function adsOf(db: Queryable, list: AdList, filter: AdFilter, now: Date) {
  const conditions = [inList(db, list)];
  if (filter.kind?.length) conditions.push(db`c.kind in ${db(filter.kind)}`);
  if (filter.channel?.length) conditions.push(db`h.code in ${db(filter.channel)}`);
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(db`(k.code ilike ${like} or k.title ilike ${like} or c.name ilike ${like})`);
  }
  const where = conditions.reduce((all, one) => db`${all} and ${one}`);
  return db`
    select p.id, p.external_id, p.campaign_id, c.name as campaign_name, c.kind, c.channel_id, h.name as channel_name, p.sku_id, k.code as sku_code, k.title as sku_title,
      p.state, c.state as campaign_state, (p.paused_by_action_id is not null or c.paused_by_action_id is not null) as paused_by_us,
      n.stops_when_empty, n.smallest_pausable, greatest(p.state_as_of, c.state_as_of) as state_as_of,
      coalesce(d.spend, 0)::bigint as spend, coalesce(d.wasted, 0)::bigint as wasted, coalesce(d.sales, 0)::bigint as sales
    ${adTables(db, now)}
    where ${where}`;
}

/** Ads with what a list shows of them; of the last seven days what they spent. */
const adTables = (db: Queryable, now: Date) => db`
    from product_ad p join campaign c on c.id = p.campaign_id join ad_kind n on n.code = c.kind join sku k on k.id = p.sku_id
    left join channel h on h.id = c.channel_id
    left join (
      select product_ad_id, sum(spend_base_minor) as spend, sum(wasted_base_minor) as wasted, sum(attributed_sales_base_minor) as sales
      from ad_daily where day > (${now}::timestamptz at time zone 'UTC')::date - 7 group by product_ad_id
    ) d on d.product_ad_id = p.id`;

function inList(db: Queryable, list: AdList) {
  switch (list) {
    case "all":
      return db`true`;
    case "wasting":
      return db`(coalesce(d.wasted, 0) > 0 and p.state = 'enabled' and c.state = 'enabled')`;
    case "paused_by_us":
      return db`(p.paused_by_action_id is not null or c.paused_by_action_id is not null)`;
    case "running":
      return db`(p.state = 'enabled' and c.state = 'enabled')`;
    case "paused":
      return db`(p.state = 'paused' or c.state = 'paused')`;
  }
}

/** Spend and waste of every hour of the last `hours` before `now`, over all ads, in the company's currency; hours without spend are 0. */
export async function hourlySpend(
  db: Queryable,
  hours: number,
  now = new Date(),
): Promise<{ at: Date; spendMinor: number; wastedMinor: number }[]> {
  return db<{ at: Date; spendMinor: number; wastedMinor: number }[]>`
    with sums as (
      -- Summed by moment first: hours are worked out of a few moments, not of a hundred thousand rows.
      select date_trunc('hour', starts_at) as at, sum(spend)::bigint as spend, coalesce(sum(wasted), 0)::bigint as wasted
      from (
        select starts_at, sum(spend_base_minor) as spend, sum(wasted_base_minor) as wasted from ad_spend
        where starts_at >= date_trunc('hour', ${now}::timestamptz) - make_interval(hours => ${hours}) and grain = 'hour' group by 1
      ) moments group by 1
    )
    select h.at, coalesce(s.spend, 0) as "spendMinor", coalesce(s.wasted, 0) as "wastedMinor"
    from generate_series(date_trunc('hour', ${now}::timestamptz) - make_interval(hours => ${hours}), date_trunc('hour', ${now}::timestamptz), interval '1 hour') h(at)
    left join sums s on s.at = h.at order by h.at`;
}

/** What ads cost and earn: sums of the last seven days and of the seven before, and when spend was last read. */
export async function adTotals(db: Queryable, now = new Date()) {
  const [row] = await db<
    {
      spendMinor: number;
      wastedMinor: number;
      salesMinor: number;
      spendBeforeMinor: number;
      wastedBeforeMinor: number;
      readAt: Date | null;
    }[]
  >`
    with today as (select (${now}::timestamptz at time zone 'UTC')::date as day)
    select coalesce(sum(spend_base_minor) filter (where d.day > t.day - 7), 0)::bigint as "spendMinor",
      coalesce(sum(wasted_base_minor) filter (where d.day > t.day - 7), 0)::bigint as "wastedMinor",
      coalesce(sum(attributed_sales_base_minor) filter (where d.day > t.day - 7), 0)::bigint as "salesMinor",
      coalesce(sum(spend_base_minor) filter (where d.day <= t.day - 7), 0)::bigint as "spendBeforeMinor",
      coalesce(sum(wasted_base_minor) filter (where d.day <= t.day - 7), 0)::bigint as "wastedBeforeMinor",
      (select max(coalesce(k.last_confirmed_at, k.last_event_at)) from connection k
       where k.id in (select connection_id from campaign)) as "readAt"
    from ad_daily d cross join today t where d.day > t.day - 14 group by t.day`;
  return row ?? null;
}

/** Kinds of campaigns there are, for the filter. */
export async function adKinds(db: Queryable): Promise<string[]> {
  return (await db<{ kind: string }[]>`select distinct kind from campaign order by 1`).map((row) => row.kind);
}
