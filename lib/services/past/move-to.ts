import type { Tx } from "@/db/client";
import { mostLateDays } from "@/lib/metrics/cover/compute";
import { refreshStockOutSpans } from "@/lib/metrics/demand/run";
import { refreshForecasts } from "@/lib/metrics/forecast/run";
import { refreshStockStatus } from "@/lib/metrics/stock-state/run";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { statusRules } from "@/lib/services/policy/status-rules";
import { batchesOf, type InPart } from "./parts";
import { setTerms } from "./terms";

/** A transfer that is only supposed: its goods are taken from one shelf and, after its arrival, lie on another. */
export interface SupposedTransfer {
  id: number;
  skuId: number;
  laneId: number;
  originId: number;
  destinationId: number;
  quantityUnits: number;
  plannedAt: Date;
  arrivesAt: Date;
  /** Units of it that were sold since, as was to be expected then. */
  soldUnits: number;
}

/** An ad that is only supposed to be paused. */
export interface SupposedPause {
  campaignId: number;
  /** Null: the whole campaign. */
  productAdId: number | null;
  pausedAt: Date;
}

export interface Supposed {
  transfers: readonly SupposedTransfer[];
  pauses: readonly SupposedPause[];
}

/** Ids of supposed transfers lie above all real ones. */
const supposedIds = 4_000_000_000_000;
/** Stands for the action of a supposed pause. */
const supposedAction = "00000000-0000-7000-8000-000000000000";
/** Filled anew at each moment; the others grow from one moment to the next. */
const renewed = [
  "stock_level",
  "inbound_line",
  "transfer_order",
  "transfer_line",
  "campaign",
  "product_ad",
  "ad_daily",
  "forecast",
  "stock_status",
];
/** An ad that spent within these days was on. */
const spentWithinDays = 3;

/**
 * Puts the shadow tables to a moment: stock from the ledger, open orders, goods on their way, ads, demand, as they were known
 * then; what is supposed on top. Moments only go forward. Readings count as fresh, since their age then is not
 * kept; costs, prices and lanes are those of the moment as far as they are known (terms.ts). Nothing that became known later is
 * looked at.
 */
export async function moveTo(inPart: InPart, skuIds: number[], at: Date, supposed: Supposed): Promise<void> {
  await inPart(async (tx) => {
    await tx.unsafe(
      `truncate ${renewed.map((table) => `pg_temp.${table}`).join(", ")}; update past_moment set before = at`,
    );
    await tx`update past_moment set at = ${at}`;
    await fillTransfers(tx, at, supposed.transfers);
    await fillInbound(tx, skuIds, at);
    await fillLevels(tx, skuIds, at);
  });
  await inPart(addDemand);
  await inPart((tx) => setTerms(tx, skuIds, at));
  await inPart(async (tx) => {
    await fillSaid(tx, skuIds, at);
    await fillAds(tx, skuIds, at, supposed.pauses);
    await tx`analyze stock_level, demand_daily, transfer_line, product_ad, ad_daily`;
  });
}

/** Demand that became known since the last moment; a cancelled part is taken off again when that became known. */
async function addDemand(tx: Tx): Promise<void> {
  await tx`
    insert into pg_temp.demand_daily as d (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines, unpriced_units)
    select sku_id, location_id, channel_id, day, sum(units), sum(revenue), sum(cost), sum(lines), sum(unpriced)
    from (
      select sku_id, location_id, channel_id, day, quantity as units, amount_base_minor as revenue, coalesce(cost_base_minor, 0) as cost,
        1 as lines, case when unit_price <= 0 then quantity else 0 end as unpriced
      from past_line, past_moment where kind = 'sale' and known_at > before and known_at <= at
      union all
      select sku_id, location_id, channel_id, day, -cancelled_quantity, -cancelled_base_minor, 0, 0,
        case when unit_price <= 0 then -cancelled_quantity else 0 end
      from past_line, past_moment where kind = 'sale' and cancelled_at is not null
        and greatest(known_at, cancelled_at) > before and greatest(known_at, cancelled_at) <= at
    ) e group by 1, 2, 3, 4
    on conflict (sku_id, location_id, channel_id, day) do update set units = d.units + excluded.units,
      revenue_base_minor = d.revenue_base_minor + excluded.revenue_base_minor, cost_base_minor = d.cost_base_minor + excluded.cost_base_minor,
      lines = d.lines + excluded.lines, unpriced_units = d.unpriced_units + excluded.unpriced_units`;
}

/**
 * Works out spans without stock, forecasts and the status of stock at the moment, as the refresh would have then. Spans and
 * forecasts rest on what really happened; only the status sees the supposed goods.
 */
export async function refreshPast(
  inPart: InPart,
  skuIds: number[],
  at: Date,
  { rules, since, transfers }: { rules: PolicyRules; since: Date; transfers: readonly SupposedTransfer[] },
): Promise<void> {
  for (const some of batchesOf(skuIds))
    await inPart(async (tx) => {
      await refreshStockOutSpans(tx, { skuIds: some, since: some.map(() => since.toISOString()) }, at);
      await refreshForecasts(tx, some, at);
    });
  await inPart((tx) => suppose(tx, at, transfers));
  for (const some of batchesOf(skuIds))
    await inPart((tx) => refreshStockStatus(tx, some, statusRules(rules), at));
}

async function fillTransfers(tx: Tx, at: Date, supposed: readonly SupposedTransfer[]): Promise<void> {
  await tx`
    insert into pg_temp.transfer_order overriding system value
    select o.id, o.number, o.action_id, o.lane_id, o.origin_id, o.destination_id,
      case when o.received_at <= ${at} then 'received' when o.shipped_at <= ${at} then 'shipped' else 'sent' end,
      o.currency, o.freight_minor, o.planned_at, case when o.shipped_at <= ${at} then o.shipped_at end, o.expected_at,
      case when o.received_at <= ${at} then o.received_at end, o.created_by, o.simulated
    from public.transfer_order o
    where o.planned_at <= ${at} and (o.state <> 'cancelled' or exists (
      select from transfer_event e where e.transfer_id = o.id and e.kind = 'cancelled' and e.recorded_at > ${at}))`;
  await tx`
    insert into pg_temp.transfer_line
    select l.transfer_id, l.line_no, l.sku_id, l.origin_id, l.destination_id, l.quantity,
      case when o.shipped_at is not null then l.shipped_quantity end, case when o.received_at is not null then l.received_quantity end,
      o.shipped_at is null
    from public.transfer_line l join transfer_order o on o.id = l.transfer_id`;
  if (supposed.length === 0) return;
  await tx`
    insert into pg_temp.transfer_order (id, number, lane_id, origin_id, destination_id, state, currency, planned_at, shipped_at, expected_at, received_at, created_by)
    overriding system value
    select ${supposedIds} + id, 'supposed-' || id, "laneId", "originId", "destinationId",
      case when "arrivesAt" <= ${at} then 'received' else 'shipped' end, 'USD', "plannedAt", "plannedAt", "arrivesAt",
      case when "arrivesAt" <= ${at} then "arrivesAt" end, 'policy'
    from ${rowsOf(tx, supposed)}`;
  await tx`
    insert into pg_temp.transfer_line
    select ${supposedIds} + id, 1, "skuId", "originId", "destinationId", "quantityUnits", "quantityUnits",
      case when "arrivesAt" <= ${at} then "quantityUnits" end, false
    from ${rowsOf(tx, supposed)}`;
}

/** Without a time of its own an order to a supplier counts as known from this many days before it was expected. */
const inboundKnownDays = 45;

async function fillInbound(tx: Tx, skuIds: number[], at: Date): Promise<void> {
  await tx`
    with received as materialized (
      select m.sku_id, p.location_id, m.document, sum(m.quantity)::int as units
      from past_move m join place p on p.id = m.to_place_id
      where m.reason = 'receipt' and m.known_at <= ${at} and m.known_at > ${at}::timestamptz - interval '200 days' group by 1, 2, 3
    )
    insert into pg_temp.inbound_line overriding system value
    select i.id, i.document, i.sku_id, i.location_id, i.quantity, coalesce(r.units, 0), i.expected_at, i.confirmed, 'open', i.simulated, i.recorded_at
    from public.inbound_line i
    left join received r on r.sku_id = i.sku_id and r.location_id = i.location_id and r.document = i.document
    where i.sku_id = any(${skuIds}) and i.quantity > coalesce(r.units, 0)
      and coalesce(i.recorded_at, i.expected_at - make_interval(days => ${inboundKnownDays})) <= ${at}
      and i.expected_at > ${at}::timestamptz - make_interval(days => ${mostLateDays})`;
}

const rowsOf = (tx: Tx, transfers: readonly SupposedTransfer[]) => tx`
  json_to_recordset(${JSON.stringify(transfers)}::text::json) s (id bigint, "skuId" int, "laneId" int, "originId" smallint,
    "destinationId" smallint, "quantityUnits" int, "plannedAt" timestamptz, "arrivesAt" timestamptz, "soldUnits" int)`;

async function fillLevels(tx: Tx, skuIds: number[], at: Date): Promise<void> {
  await tx`
    insert into pg_temp.past_balance as b (sku_id, location_id, on_hand, unavailable, in_transit, known_since)
    select m.sku_id, p.location_id, sum(case when p.kind <> 'transit' then s.sign * m.quantity else 0 end),
      sum(case when p.kind = 'unavailable' then s.sign * m.quantity else 0 end),
      sum(case when p.kind = 'transit' then s.sign * m.quantity else 0 end), min(m.occurred_at) filter (where p.kind <> 'transit')
    from past_moment, past_move m
    cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
    join place p on p.id = s.place_id and p.location_id is not null
    where m.known_at > before and m.known_at <= at
    group by 1, 2
    on conflict (sku_id, location_id) do update set on_hand = b.on_hand + excluded.on_hand, unavailable = b.unavailable + excluded.unavailable,
      in_transit = b.in_transit + excluded.in_transit, known_since = least(b.known_since, excluded.known_since)`;
  await tx`
    insert into pg_temp.stock_level (sku_id, location_id, on_hand, unavailable, in_transit, committed, on_order, known_since, data_as_of)
    select sku_id, location_id, sum(on_hand), sum(unavailable), sum(in_transit), greatest(0, sum(committed)), sum(on_order), min(known_since), ${at}
    from (
      select sku_id, location_id, on_hand, unavailable, in_transit, 0 as committed, 0 as on_order, known_since from past_balance
      union all
      select sku_id, location_id, 0, 0, 0, quantity - case when cancelled_at <= ${at} then cancelled_quantity else 0 end, 0, null
      from past_line where kind = 'sale' and left_at > ${at} and known_at <= ${at} and (cancelled_at is null or cancelled_at > ${at} or cancelled_quantity < quantity)
      union all
      select sku_id, origin_id, 0, 0, 0, quantity, 0, null from transfer_line where reserving and sku_id = any(${skuIds})
      union all
      select sku_id, location_id, 0, 0, 0, 0, quantity - received_quantity, null from inbound_line
    ) d
    group by 1, 2`;
}

/** Takes supposed goods from one shelf and lays them on the other, or on their way there. */
async function suppose(tx: Tx, at: Date, transfers: readonly SupposedTransfer[]): Promise<void> {
  if (transfers.length === 0) return;
  await tx`
    insert into pg_temp.stock_level as l (sku_id, location_id, on_hand, in_transit, known_since, data_as_of)
    select sku_id, location_id, sum(on_hand), sum(in_transit), min(${at}::timestamptz), ${at}
    from (
      select "skuId" as sku_id, "originId" as location_id, -"quantityUnits" as on_hand, 0 as in_transit from ${rowsOf(tx, transfers)}
      union all
      select "skuId", "destinationId", case when "arrivesAt" <= ${at} then "quantityUnits" - "soldUnits" else 0 end,
        case when "arrivesAt" > ${at} then "quantityUnits" else 0 end from ${rowsOf(tx, transfers)}
    ) d group by 1, 2
    on conflict (sku_id, location_id) do update set on_hand = l.on_hand + excluded.on_hand, in_transit = l.in_transit + excluded.in_transit`;
}

/** What had been learnt and said of demand by then. Surges are not kept as they stood then, so none is seen. */
async function fillSaid(tx: Tx, skuIds: number[], at: Date): Promise<void> {
  await tx`
    insert into pg_temp.forecast_calibration overriding system value
    select * from public.forecast_calibration where as_of_day <= ${at}::date and as_of_day > (select coalesce(max(as_of_day), '-infinity') from pg_temp.forecast_calibration)`;
  await tx`truncate pg_temp.forecast_override`;
  await tx`
    insert into pg_temp.forecast_override overriding system value
    select * from public.forecast_override where sku_id = any(${skuIds}) and created_at <= ${at}`;
  await tx`update pg_temp.forecast_override set cancelled_by = null, cancelled_at = null where cancelled_at > ${at}`;
}

/** An ad that spent of late was on; else it was what it is, unless it became that later. */
async function fillAds(tx: Tx, skuIds: number[], at: Date, pauses: readonly SupposedPause[]): Promise<void> {
  const paused = JSON.stringify(pauses);
  const rows = tx`json_to_recordset(${paused}::text::json) s ("campaignId" int, "productAdId" int, "pausedAt" timestamptz)`;
  await tx`
    insert into pg_temp.ad_daily select d.* from public.ad_daily d where d.day < ${at}::date and d.day >= ${at}::date - 60
      and d.product_ad_id in (select a.id from public.product_ad a join public.product_ad b using (campaign_id) where b.sku_id = any(${skuIds}))`;
  await tx`
    insert into pg_temp.product_ad overriding system value
    select a.id, a.campaign_id, a.sku_id, a.external_id,
      case when s."pausedAt" is not null then 'paused'
        when exists (select from ad_daily d where d.product_ad_id = a.id and d.spend_base_minor > 0 and d.day >= ${at}::date - ${spentWithinDays}::int) then 'enabled'
        when a.toggled_at <= ${at} then a.state else 'enabled' end,
      case when s."pausedAt" is not null then ${supposedAction}::uuid when a.toggled_at <= ${at} then a.paused_by_action_id end,
      coalesce(s."pausedAt", case when a.toggled_at <= ${at} then a.toggled_at end), ${at}, a.simulated
    from public.product_ad a left join ${rows} on s."productAdId" = a.id
    where a.campaign_id in (select campaign_id from public.product_ad where sku_id = any(${skuIds}))`;
  await tx`
    insert into pg_temp.campaign overriding system value
    select c.id, c.connection_id, c.external_id, c.channel_id, c.kind, c.name,
      case when s."pausedAt" is not null then 'paused'
        when exists (select from product_ad a join ad_daily d on d.product_ad_id = a.id
          where a.campaign_id = c.id and d.spend_base_minor > 0 and d.day >= ${at}::date - ${spentWithinDays}::int) then 'enabled'
        when c.toggled_at <= ${at} then c.state else 'enabled' end,
      c.currency, c.budget_minor_per_day,
      case when s."pausedAt" is not null then ${supposedAction}::uuid when c.toggled_at <= ${at} then c.paused_by_action_id end,
      coalesce(s."pausedAt", case when c.toggled_at <= ${at} then c.toggled_at end), ${at}, c.simulated
    from public.campaign c left join ${rows} on s."campaignId" = c.id and s."productAdId" is null
    where c.id in (select campaign_id from product_ad)`;
}
