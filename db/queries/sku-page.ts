import type { Queryable } from "@/db/client";
import type { Adjustment } from "@/lib/metrics/forecast/adjust";
import { arrivalsOf, type StockStateCode } from "./inventory";
import { cutPage, decodeCursor, type Page } from "./shared/keyset";

export interface SkuHead {
  id: number;
  code: string;
  title: string;
  titleLang: string | null;
  brand: string | null;
  category: string | null;
  barcode: string | null;
  currency: string;
  unitCost: string | null;
  price: string | null;
  packSize: number;
  lifecycle: string;
  hazmat: boolean;
  coldChain: boolean;
  simulated: boolean;
}

/** A SKU by its code, null when there is none. */
export async function findSku(db: Queryable, code: string): Promise<SkuHead | null> {
  const [row] = await db<SkuHead[]>`
    select id, code, title, title_lang as "titleLang", brand, category, barcode, currency, unit_cost::text as "unitCost", price::text,
      pack_size as "packSize", lifecycle, hazmat, cold_chain as "coldChain", simulated
    from sku where code = ${code}`;
  return row ?? null;
}

export interface SkuPlace {
  locationId: number;
  locationCode: string;
  locationName: string;
  timeZone: string;
  state: StockStateCode | null;
  onHand: number | null;
  unavailable: number;
  committed: number;
  available: number | null;
  incoming: number;
  forecastPerDay: number | null;
  coverDays: number | null;
  gapDays: number | null;
  runsOutOn: string | null;
  safetyStockUnits: number | null;
  reorderPointUnits: number | null;
  stockoutProbability: number | null;
  excessUnits: number | null;
  arrivals: { days: number; quantity: number; confirmed: boolean }[];
  weekdayFactors: number[] | null;
  levelPerDay: number | null;
  /** Before what people said and what turned within hours, units a day; those follow, in days from forecastAsOf. */
  plainLevelPerDay: number | null;
  adjustments: Adjustment[];
  dispersion: number | null;
  forecastAsOf: string | null;
  dataAsOf: Date | null;
}

/** Every location of a SKU with its level, its figures and its forecast; by code of the location. */
export async function skuPlaces(db: Queryable, skuId: number, now: Date): Promise<SkuPlace[]> {
  return db<SkuPlace[]>`
    select s.location_id as "locationId", l.code as "locationCode", l.name as "locationName", l.time_zone as "timeZone", st.state,
      case when s.known_since is not null then s.on_hand end as "onHand", s.unavailable, s.committed, s.available, s.incoming,
      st.forecast_units_per_day as "forecastPerDay", st.cover_days as "coverDays", st.gap_days as "gapDays", st.runs_out_on as "runsOutOn",
      st.safety_stock_units as "safetyStockUnits", st.reorder_point_units as "reorderPointUnits",
      st.stockout_probability as "stockoutProbability", st.excess_units as "excessUnits", coalesce(a.arrivals, '[]') as arrivals,
      f.weekday_factors as "weekdayFactors", f.level_units_per_day as "levelPerDay", f.dispersion,
      coalesce((f.basis->>'level')::float8, f.level_units_per_day) as "plainLevelPerDay", coalesce(f.basis->'adjustments', '[]') as adjustments, f.as_of_day as "forecastAsOf",
      s.data_as_of as "dataAsOf"
    from stock_level s
    join location l on l.id = s.location_id
    left join stock_status st on st.sku_id = s.sku_id and st.location_id = s.location_id
    left join forecast f on f.sku_id = s.sku_id and f.location_id = s.location_id
    left join lateral (${arrivalsOf(db, now)}) a on true
    where s.sku_id = ${skuId}
    order by l.code`;
}

/** Units a day over all locations, for the last `days` full days before `today` (YYYY-MM-DD), zero days included. */
export async function skuDemand(
  db: Queryable,
  skuId: number,
  today: string,
  days: number,
): Promise<{ day: string; units: number }[]> {
  return db<{ day: string; units: number }[]>`
    select d.day::date as day, coalesce(sum(u.units), 0)::int as units
    from generate_series(${today}::date - ${days}::int, ${today}::date - 1, interval '1 day') d(day)
    left join demand_daily u on u.sku_id = ${skuId} and u.day = d.day::date
    group by 1 order by 1`;
}

export interface SkuListing {
  id: number;
  channelCode: string;
  channelName: string;
  externalId: string;
  state: string;
  contentState: string;
  published: number | null;
  availableToSell: number | null;
  drift: number | null;
  driftSince: Date | null;
  publishedAsOf: Date | null;
  price: string | null;
  currency: string;
}

/** Where a SKU is offered, what it shows there and what it should show. */
export async function skuListings(db: Queryable, skuId: number): Promise<SkuListing[]> {
  return db<SkuListing[]>`
    select i.id, c.code as "channelCode", c.name as "channelName", i.external_id as "externalId", i.state, i.content_state as "contentState",
      i.published_units as published, i.available_to_sell_units as "availableToSell", i.drift_units as drift, i.drift_since as "driftSince",
      i.published_as_of as "publishedAsOf", i.price::text, i.currency
    from listing i join channel c on c.id = i.channel_id where i.sku_id = ${skuId} order by c.name`;
}

export interface SkuAd {
  id: number;
  campaignName: string;
  kind: string;
  state: string;
  campaignState: string;
  pausedByUs: boolean;
  spend7Minor: number;
  wasted7Minor: number;
  sales7Minor: number;
}

/** A SKU's ads with their last seven days, in the company's currency. */
export async function skuAds(db: Queryable, skuId: number): Promise<SkuAd[]> {
  return db<SkuAd[]>`
    select p.id, c.name as "campaignName", c.kind, p.state, c.state as "campaignState",
      (p.paused_by_action_id is not null or c.paused_by_action_id is not null) as "pausedByUs",
      coalesce(d.spend, 0) as "spend7Minor", coalesce(d.wasted, 0) as "wasted7Minor", coalesce(d.sales, 0) as "sales7Minor"
    from product_ad p join campaign c on c.id = p.campaign_id
    left join lateral (
      select sum(spend_base_minor)::bigint as spend, sum(wasted_base_minor)::bigint as wasted, sum(attributed_sales_base_minor)::bigint as sales
      from ad_daily where product_ad_id = p.id and day > current_date - 7
    ) d on true
    where p.sku_id = ${skuId} order by 7 desc, p.id`;
}

export interface SkuOrder {
  orderId: number;
  lineNo: number;
  externalId: string;
  placedAt: Date;
  channelName: string;
  locationCode: string;
  kind: string;
  quantity: number;
  cancelled: number;
  /** Null: its price is not known yet. */
  amountMinor: number | null;
  currency: string;
  state: string;
}

/** One page of a SKU's order lines, newest first. `cursor` is the `nextCursor` of the page before. */
export async function skuOrders(
  db: Queryable,
  skuId: number,
  { cursor, pageSize }: { cursor: string | null; pageSize: number },
): Promise<Page<SkuOrder>> {
  const after = decodeCursor(cursor, 2);
  const earlier = after
    ? db`and placed_at <= ${String(after.value)}::text::timestamptz and (placed_at, order_id, line_no) <
        (${String(after.value)}::text::timestamptz, ${String(after.ids[0])}::text::bigint, ${String(after.ids[1])}::text::int)`
    : db``;
  const rows = await db<(SkuOrder & { at: string })[]>`
    select o.id as "orderId", x.line_no as "lineNo", x.placed_at::text as at, o.external_id as "externalId", x.placed_at as "placedAt",
      c.name as "channelName", l.code as "locationCode", x.kind, x.quantity, x.cancelled_quantity as cancelled,
      x.amount_minor as "amountMinor", o.currency, o.state
    from (
      select * from order_line where sku_id = ${skuId} ${earlier}
      order by placed_at desc, order_id desc, line_no desc limit ${pageSize + 1}
    ) x
    join sales_order o on o.id = x.order_id and o.placed_at = x.placed_at
    join channel c on c.id = x.channel_id join location l on l.id = x.location_id
    order by x.placed_at desc, x.order_id desc, x.line_no desc`;
  return cutPage(rows, pageSize, (row) => ({ value: row.at, ids: [row.orderId, row.lineNo] }));
}

export interface SkuMove {
  id: number;
  occurredAt: Date;
  fromKind: string;
  fromCode: string | null;
  toKind: string;
  toCode: string | null;
  quantity: number;
  reason: string;
  document: string | null;
  actor: string;
}

/** One page of a SKU's moves up to a moment (null: now), newest first. `cursor` is the `nextCursor` of the page before. */
export async function skuMoves(
  db: Queryable,
  skuId: number,
  { asOf, cursor, pageSize }: { asOf: Date | null; cursor: string | null; pageSize: number },
): Promise<Page<SkuMove>> {
  const after = decodeCursor(cursor, 1);
  const earlier = after
    ? db`and (occurred_at, id) < (${String(after.value)}::text::timestamptz, ${String(after.ids[0])}::text::bigint)`
    : db``;
  const rows = await db<(SkuMove & { at: string })[]>`
    select m.id, m.occurred_at::text as at, m.occurred_at as "occurredAt", pf.kind as "fromKind", lf.code as "fromCode", pt.kind as "toKind",
      lt.code as "toCode", m.quantity, m.reason, m.document, m.actor
    from (
      select * from stock_move where sku_id = ${skuId} and occurred_at <= ${asOf ?? new Date("2100-01-01T00:00:00Z")} ${earlier}
      order by occurred_at desc, id desc limit ${pageSize + 1}
    ) m
    join place pf on pf.id = m.from_place_id left join location lf on lf.id = pf.location_id
    join place pt on pt.id = m.to_place_id left join location lt on lt.id = pt.location_id
    order by m.occurred_at desc, m.id desc`;
  return cutPage(rows, pageSize, (row) => ({ value: row.at, ids: [row.id] }));
}

/** On hand at each location as of a moment, read from the ledger itself. */
export async function skuBalances(
  db: Queryable,
  skuId: number,
  asOf: Date,
): Promise<{ locationCode: string; locationName: string; onHand: number; inTransit: number }[]> {
  return db`
    select l.code as "locationCode", l.name as "locationName",
      coalesce(sum(b.quantity) filter (where p.kind <> 'transit'), 0)::int as "onHand",
      coalesce(sum(b.quantity) filter (where p.kind = 'transit'), 0)::int as "inTransit"
    from stock_as_of(${skuId}, ${asOf}) b join place p on p.id = b.place_id join location l on l.id = p.location_id
    group by l.code, l.name order by l.code`;
}

/** Live recommendations about a SKU. */
export async function skuDecisions(db: Queryable, skuId: number) {
  return db<
    {
      id: number;
      kind: string;
      state: string;
      problem: { key: string; params: Record<string, string | number | boolean | null> };
      valueMinor: number;
      updatedAt: Date;
    }[]
  >`
    select id, kind, state, problem, value_minor as "valueMinor", updated_at as "updatedAt"
    from recommendation where sku_id = ${skuId} and state in ('open', 'blocked', 'snoozed', 'approved')
    order by id desc limit 20`;
}
