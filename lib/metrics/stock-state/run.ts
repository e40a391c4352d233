import type { Tx } from "@/db/client";
import { addDays } from "@/lib/core/clock";
import { minorDigits } from "@/lib/core/money";
import { awaited, daysOfCover, type RunOut, runOut } from "../cover/compute";
import { type DemandRate, expectedShortfall, windowDemand } from "../demand-distribution/compute";
import { excess } from "../excess/compute";
import { safetyStock } from "../safety-stock/compute";
import { type StockState, stockState } from "./compute";

/** What of the policy a status depends on. */
export interface StatusRules {
  atRiskProbability: number;
  serviceLevel: number;
  excessAfterDays: number;
  fallbackLeadTimeDays: number;
  substitutionShare: number;
  carryingRatePerYear: number;
}

interface Shelf {
  skuId: number;
  locationId: number;
  category: string | null;
  locationCode: string;
  today: string;
  available: number | null;
  incoming: number;
  onHand: number;
  dataAsOf: Date | null;
  level: number | null;
  dispersion: number | null;
  receipts: { days: number; quantity: number; at: string }[] | null;
  leadTimeDays: number | null;
  unitCostMinor: number | null;
  marginMinor: number | null;
  inflow: number[] | null;
}

/** Days of sales that the realised margin is taken from. */
const marginDays = 90;

/**
 * Stores the status of each SKU at each location: state, cover, gap, safety stock, excess, ages, and the money in it.
 * Lost sales a day: when out, expected units × margin × (1 − substitution); at risk, the units expected to be missed until the
 * next receipt, spread over the days until then; else 0. Money at stake: of those the whole span, of excess a year's
 * carrying cost. Amounts in the company's currency; an unknown cost or price leaves them at 0 and the margin null. A row
 * that comes out as it was stays, with the time at which it was first worked out.
 */
export async function refreshStockStatus(
  tx: Tx,
  skuIds: number[],
  rules: (shelf: { category: string | null; locationCode: string }) => StatusRules,
  now: Date,
): Promise<void> {
  const shelves = await loadShelves(tx, skuIds, now);
  if (shelves.length === 0) return;
  const rows = shelves.map((shelf) => statusOf(shelf, rules(shelf)));
  await tx`
    insert into stock_status as s (sku_id, location_id, state, available, incoming, forecast_units_per_day, cover_days, runs_out_on,
      next_arrival_at, incoming_units_by_next, gap_days, safety_stock_units, reorder_point_units, stockout_probability,
      excess_units, excess_base_minor, stock_value_base_minor, lost_sales_base_minor_per_day, money_at_stake_base_minor,
      aged_units, data_as_of, unit_cost_base_minor, margin_base_minor, lead_time_days, computed_at)
    select sku, loc, state, available, incoming, forecast, cover, runs_out, arrives_at,
      arriving, gap, safety, reorder, probability, excess, excess_minor, value_minor, lost_minor, stake_minor,
      aged, as_of, cost, margin, lead, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r
      (sku int, loc smallint, state text, available int, incoming int, forecast real, cover real, runs_out date, arrives_at timestamptz,
       arriving int, gap real, safety real, reorder real, probability real, excess int, excess_minor bigint, value_minor bigint,
       lost_minor bigint, stake_minor bigint, aged int[], as_of timestamptz, cost real, margin real, lead real)
    order by 1, 2
    on conflict (sku_id, location_id) do update set state = excluded.state, available = excluded.available,
      incoming = excluded.incoming, forecast_units_per_day = excluded.forecast_units_per_day, cover_days = excluded.cover_days,
      runs_out_on = excluded.runs_out_on, next_arrival_at = excluded.next_arrival_at,
      incoming_units_by_next = excluded.incoming_units_by_next, gap_days = excluded.gap_days,
      safety_stock_units = excluded.safety_stock_units, reorder_point_units = excluded.reorder_point_units,
      stockout_probability = excluded.stockout_probability, excess_units = excluded.excess_units,
      excess_base_minor = excluded.excess_base_minor, stock_value_base_minor = excluded.stock_value_base_minor,
      lost_sales_base_minor_per_day = excluded.lost_sales_base_minor_per_day,
      money_at_stake_base_minor = excluded.money_at_stake_base_minor, aged_units = excluded.aged_units,
      data_as_of = excluded.data_as_of, unit_cost_base_minor = excluded.unit_cost_base_minor,
      margin_base_minor = excluded.margin_base_minor, lead_time_days = excluded.lead_time_days, computed_at = excluded.computed_at
      where (s.state, s.available, s.incoming, s.forecast_units_per_day, s.cover_days, s.runs_out_on, s.next_arrival_at, s.gap_days,
          s.reorder_point_units, s.stockout_probability, s.excess_units, s.excess_base_minor, s.stock_value_base_minor,
          s.lost_sales_base_minor_per_day, s.money_at_stake_base_minor, s.aged_units, s.data_as_of, s.margin_base_minor, s.lead_time_days)
        is distinct from (excluded.state, excluded.available, excluded.incoming, excluded.forecast_units_per_day, excluded.cover_days,
          excluded.runs_out_on, excluded.next_arrival_at, excluded.gap_days, excluded.reorder_point_units,
          excluded.stockout_probability, excluded.excess_units, excluded.excess_base_minor, excluded.stock_value_base_minor,
          excluded.lost_sales_base_minor_per_day, excluded.money_at_stake_base_minor, excluded.aged_units, excluded.data_as_of,
          excluded.margin_base_minor, excluded.lead_time_days)`;
}

async function loadShelves(tx: Tx, skuIds: number[], now: Date): Promise<Shelf[]> {
  const [company] = await tx<{ currency: string }[]>`select base_currency as currency from company`;
  const base = company?.currency ?? "USD";
  return tx<Shelf[]>`
    with rate as materialized (
      select distinct on (currency) currency, to_base::float8 as to_base from fx_rate
      where day <= ${now}::date order by currency, day desc
    ), product as materialized (
      select s.id, s.category, s.unit_cost::float8 * r.to_base * ${10 ** minorDigits(base)} as cost_minor,
        s.price::float8 * r.to_base * ${10 ** minorDigits(base)} as price_minor
      from sku s
      left join lateral (select case when s.currency = ${base} then 1 else (select to_base from rate where rate.currency = s.currency) end as to_base) r on true
      where s.id = any(${skuIds}) and s.is_product
    ), site as materialized (
      select l.id, l.code, l.time_zone, (${now}::timestamptz at time zone l.time_zone)::date as today,
        (select min(lead_time_days)::float8 from lane where destination_id = l.id and active) as lead_days,
        (select avg(c.fee_rate)::float8 from channel_location cl join channel c on c.id = cl.channel_id and c.active where cl.location_id = l.id) as fee
      from location l
    ), sold as (
      select d.sku_id, d.location_id, sum(d.units - d.unpriced_units) as units, sum(d.revenue_base_minor * (1 - c.fee_rate::float8)) as net_minor
      from demand_daily d join channel c on c.id = d.channel_id
      where d.sku_id = any(${skuIds}) and d.day > ${now}::date - ${marginDays}::int group by 1, 2
    ), sold_anywhere as (
      select sku_id, sum(units) as units, sum(net_minor) as net_minor from sold group by 1
    ), arrival as (
      select sku_id, location_id, expected_at, quantity - received_quantity as quantity
      from inbound_line where state = 'open' and sku_id = any(${skuIds})
      union all
      select t.sku_id, t.destination_id, o.expected_at, coalesce(t.shipped_quantity, t.quantity) - coalesce(t.received_quantity, 0)
      from transfer_line t join transfer_order o on o.id = t.transfer_id
      where t.sku_id = any(${skuIds}) and o.state in ('planned', 'sent', 'shipped')
    ), receipt as (
      select sku_id, location_id, json_agg(json_build_object(
        'days', extract(epoch from expected_at - ${now}::timestamptz) / 86400, 'quantity', quantity, 'at', expected_at) order by expected_at) as receipts
      from arrival where quantity > 0 group by 1, 2
    ), inflow as (
      select m.sku_id, p.location_id, array[
        coalesce(sum(m.quantity) filter (where age <= 90), 0),
        coalesce(sum(m.quantity) filter (where age between 91 and 180), 0),
        coalesce(sum(m.quantity) filter (where age between 181 and 270), 0),
        coalesce(sum(m.quantity) filter (where age between 271 and 365), 0),
        coalesce(sum(m.quantity) filter (where age > 365), 0)] as bands
      from stock_move m
      join place p on p.id = m.to_place_id and p.kind = 'stock'
      join site x on x.id = p.location_id
      cross join lateral (select x.today - (m.occurred_at at time zone x.time_zone)::date as age) a
      where m.sku_id = any(${skuIds}) and m.to_place_id > 4 -- goods that came in; served by stock_move_into
      group by 1, 2
    )
    select k.id as "skuId", x.id as "locationId", k.category, x.code as "locationCode", x.today, l.available, coalesce(l.incoming, 0) as incoming,
      coalesce(l.on_hand, 0) as "onHand", l.data_as_of as "dataAsOf", f.level_units_per_day as level, f.dispersion,
      r.receipts, x.lead_days as "leadTimeDays", k.cost_minor as "unitCostMinor", i.bands as inflow,
      coalesce(s.net_minor / nullif(s.units, 0), a.net_minor / nullif(a.units, 0), k.price_minor * (1 - coalesce(x.fee, 0))) - k.cost_minor as "marginMinor"
    from (select sku_id, location_id from stock_level where sku_id = any(${skuIds})
      union select sku_id, location_id from forecast where sku_id = any(${skuIds})) pair
    join product k on k.id = pair.sku_id
    join site x on x.id = pair.location_id
    left join stock_level l on l.sku_id = pair.sku_id and l.location_id = pair.location_id
    left join forecast f on f.sku_id = pair.sku_id and f.location_id = pair.location_id
    left join receipt r on r.sku_id = pair.sku_id and r.location_id = pair.location_id
    left join sold s on s.sku_id = pair.sku_id and s.location_id = pair.location_id
    left join sold_anywhere a on a.sku_id = pair.sku_id
    left join inflow i on i.sku_id = pair.sku_id and i.location_id = pair.location_id`;
}

function statusOf(shelf: Shelf, rules: StatusRules) {
  const { available, incoming } = shelf;
  const demand: DemandRate | null =
    shelf.level === null ? null : { meanPerDay: shelf.level, dispersion: shelf.dispersion ?? 0 };
  const meanPerDay = demand?.meanPerDay ?? null;
  const receipts = awaited(shelf.receipts ?? []);
  const out = runOut(available, receipts, meanPerDay);
  const leadTimeDays = shelf.leadTimeDays;
  const { state, stockoutProbability } = stockState(
    { available, incoming, demand, nextReceiptDays: out.nextReceiptDays, leadTimeDays },
    { ...rules, fallbackWindowDays: rules.fallbackLeadTimeDays },
  );
  const safety =
    demand && safetyStock(demand, leadTimeDays ?? rules.fallbackLeadTimeDays, rules.serviceLevel);
  const cover = daysOfCover(available, meanPerDay);
  const beyond = excess({
    available,
    incoming,
    meanPerDay,
    unitCostMinor: shelf.unitCostMinor,
    excessAfterDays: rules.excessAfterDays,
  });
  const windowDays = out.nextReceiptDays ?? leadTimeDays ?? rules.fallbackLeadTimeDays;
  const gapDays = daysWithoutStock(out, windowDays);
  const missed = missedUnits(state, { available, demand, windowDays, gapDays });
  const worthMinor = Math.max(0, shelf.marginMinor ?? 0) * (1 - rules.substitutionShare);
  const next = receipts.filter((receipt) => receipt.days === out.nextReceiptDays);
  return {
    sku: shelf.skuId,
    loc: shelf.locationId,
    state,
    available,
    incoming,
    forecast: meanPerDay,
    cover: cover.kind === "days" ? cover.days : null,
    runs_out: lastDay(shelf.today, out.runsOutFirstDays),
    arrives_at: next[0]?.at ?? null,
    arriving: next.length > 0 ? next.reduce((sum, receipt) => sum + receipt.quantity, 0) : null,
    gap: gapDays,
    safety: safety?.safetyStockUnits ?? null,
    reorder: safety?.reorderPointUnits ?? null,
    probability: stockoutProbability,
    excess: beyond.units ?? 0,
    excess_minor: beyond.costMinor ?? 0,
    value_minor:
      shelf.unitCostMinor === null ? null : Math.round(Math.max(0, shelf.onHand) * shelf.unitCostMinor),
    lost_minor: Math.round(missed.perDay * worthMinor),
    stake_minor: Math.round(
      state === "excess" ? (beyond.costMinor ?? 0) * rules.carryingRatePerYear : missed.inWindow * worthMinor,
    ),
    aged: agedBands(shelf.onHand, shelf.inflow ?? []),
    as_of: shelf.dataAsOf?.toISOString() ?? null,
    cost: shelf.unitCostMinor,
    margin: shelf.marginMinor,
    lead: leadTimeDays,
  };
}

/** Until the next receipt; with nothing on its way, as far as goods ordered today would take. */
function daysWithoutStock(out: RunOut, windowDays: number): number {
  if (out.gapDays > 0 || out.runsOutFirstDays === null || out.nextReceiptDays !== null) return out.gapDays;
  return Math.max(0, windowDays - out.runsOutFirstDays);
}

function missedUnits(
  state: StockState,
  at: { available: number | null; demand: DemandRate | null; windowDays: number; gapDays: number },
): { perDay: number; inWindow: number } {
  if (at.demand === null || at.available === null) return { perDay: 0, inWindow: 0 };
  if (state === "out") {
    const perDay = at.demand.meanPerDay;
    return { perDay, inWindow: perDay * Math.max(1, at.gapDays) };
  }
  if (state !== "at_risk") return { perDay: 0, inWindow: 0 };
  const inWindow = expectedShortfall(windowDemand(at.demand, at.windowDays), at.available);
  return { perDay: inWindow / Math.max(1, at.windowDays), inWindow };
}

/** Later than two years from now is no forecast any more. */
function lastDay(today: string, inDays: number | null): string | null {
  return inDays === null || inDays > 730 ? null : addDays(today, Math.floor(inDays));
}

/** First in, first out over sums by band: the same as agedStock() over single receipts. What none explains is in no band. */
function agedBands(onHand: number, inflow: readonly number[]): number[] {
  let left = Math.max(0, onHand);
  return [0, 1, 2, 3, 4].map((band) => {
    const taken = Math.min(left, Math.max(0, inflow[band] ?? 0));
    left -= taken;
    return taken;
  });
}
