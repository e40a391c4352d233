import { z } from "zod";
import type { Db, Queryable } from "@/db/client";
import { minorDigits } from "@/lib/core/money";
import { departureDay, type LaneCalendar } from "@/lib/decisions/rebalance/departure";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { rateOf } from "../recommendation/rate-of";

export const restInput = z.object({
  transferId: z.number().int().positive(),
  lineNo: z.number().int().positive(),
});

/** What is wrong with an order once a line is out of it; null: nothing of that kind. Money in the order's currency. */
export interface RestWithout {
  currency: string;
  /** Units that leave with its shipment then, and the least that its lane takes. */
  units: { left: number; least: number } | null;
  /** The same of the goods at cost. */
  value: { leftMinor: number; leastMinor: number } | null;
  /** What its other lines are expected to lose, and what they bear more of the shipment's cost. */
  loss: { lossMinor: number; moreMinor: number } | null;
}

/** What taking a line out would leave, for looking at it first; null: nothing is wrong with it. Throws Forbidden or Invalid. */
export async function foreseeRest(db: Db, actor: Actor, request: unknown): Promise<RestWithout | null> {
  authorise(actor, "transfer.move");
  const { transferId, lineNo } = parseInput(restInput, request);
  return restWithout(db, transferId, lineNo);
}

interface Order extends LaneCalendar {
  currency: string;
  leastUnits: number;
  leastMinor: number;
  freightMinor: number;
  fixedMinor: number;
  plannedAt: Date;
  others: { id: number; plannedAt: string; units: number; goodsMinor: number }[];
  lines: {
    lineNo: number;
    units: number;
    goodsMinor: number;
    freightMinor: number | null;
    expectedMinor: number | null;
  }[];
}

/** What is wrong with an order, and the shipment that it leaves with, once a line is out; null: nothing, or it was the last. */
export async function restWithout(
  db: Queryable,
  transferId: number,
  lineNo: number,
): Promise<RestWithout | null> {
  const order = await loadOrder(db, transferId);
  const line = order?.lines.find((one) => one.lineNo === lineNo);
  if (!order || !line || order.lines.length === 1) return null;
  const { leastUnits, leastMinor, currency } = order;
  const departs = departureDay(order, order.plannedAt);
  const withIt = order.others.filter(({ plannedAt }) => departureDay(order, new Date(plannedAt)) === departs);
  const units = sum(withIt, (one) => one.units) - line.units;
  const goodsMinor = sum(withIt, (one) => one.goodsMinor) - line.goodsMinor;
  const rest = {
    currency,
    units: units < leastUnits ? { left: units, least: leastUnits } : null,
    value: goodsMinor < leastMinor ? { leftMinor: goodsMinor, leastMinor } : null,
    loss: lossWithout(order, line),
  };
  return rest.units || rest.value || rest.loss ? rest : null;
}

/** The others bear what the line paid of the shipment itself: what its own units would have cost is saved. */
function lossWithout({ lines, freightMinor, fixedMinor }: Order, line: Order["lines"][number]) {
  const saved = savedFreight(
    { freightMinor, fixedMinor },
    line.units,
    sum(lines, (one) => one.units),
  );
  const moreMinor = Math.max(0, (line.freightMinor ?? 0) - saved);
  let left = -moreMinor;
  for (const one of lines) {
    if (one === line) continue;
    if (one.expectedMinor === null) return null;
    left += one.expectedMinor;
  }
  return left < 0 ? { lossMinor: -left, moreMinor } : null;
}

/** Of an order's freight what the units of one line would have cost, without their part of what is paid once. */
export const savedFreight = (
  order: { freightMinor: number; fixedMinor: number },
  units: number,
  unitsOfAll: number,
): number => Math.round(((order.freightMinor - order.fixedMinor) * units) / unitsOfAll);

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

async function loadOrder(db: Queryable, transferId: number): Promise<Order | null> {
  const [company] = await db<{ currency: string }[]>`select base_currency as currency from company`;
  const currency = company?.currency ?? "USD";
  const goods = db`round(t.quantity * coalesce((select max(unit_cost_base_minor) from stock_status where sku_id = t.sku_id), 0))`;
  const [order] = await db<(Order & { laneCurrency: string; toBase: number | null })[]>`
    select o.currency, l.min_units as "leastUnits", o.freight_minor as "freightMinor", o.fixed_minor as "fixedMinor", o.planned_at as "plannedAt",
      l.min_value_minor as "leastMinor", l.currency as "laneCurrency", ${rateOf(db, "l", currency, new Date())} as "toBase",
      p.time_zone as "timeZone", l.ship_weekdays as weekdays, l.cut_off_hour as "cutOffHour", l.closed_days::text[] as "closedDays",
      (select jsonb_agg(jsonb_build_object('id', b.id, 'plannedAt', b.planned_at, 'units', b.units, 'goodsMinor', b.goods)) from (
        select w.id, w.planned_at, sum(t.quantity) as units, sum(${goods}) as goods
        from transfer_order w join transfer_line t on t.transfer_id = w.id
        where w.lane_id = o.lane_id and w.state in ('planned', 'sent') group by w.id) b) as others,
      (select jsonb_agg(jsonb_build_object('lineNo', t.line_no, 'units', t.quantity, 'goodsMinor', ${goods}, 'freightMinor', t.freight_minor,
          'expectedMinor', round(a.expected_minor * t.quantity::numeric / t.of_action)))
        from (select *, sum(quantity) over (partition by coalesce(action_id, o.action_id)) as of_action from transfer_line where transfer_id = o.id) t
        left join action a on a.id = coalesce(t.action_id, o.action_id)) as lines
    from transfer_order o join lane l on l.id = o.lane_id join location p on p.id = o.origin_id where o.id = ${transferId}`;
  if (!order) return null;
  const { laneCurrency, toBase, ...rest } = order;
  // Without a rate it cannot be told what is too little.
  const factor = (toBase ?? 0) * 10 ** (minorDigits(currency) - minorDigits(laneCurrency));
  return {
    ...rest,
    leastMinor: Math.round(rest.leastMinor * factor),
    others: rest.others ?? [],
    lines: rest.lines ?? [],
  };
}
