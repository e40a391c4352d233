import type { Queryable } from "@/db/client";
import { minorDigits } from "@/lib/core/money";
import { departureDay, waitDays } from "@/lib/decisions/rebalance/departure";
import type { RebalanceLane } from "@/lib/decisions/rebalance/types";
import { rateOf } from "./rate-of";

/** What goods take of a shipment. */
interface Taken {
  units: number;
  grams: number;
  cm3: number;
  goodsMinor: number;
}

/** How a lane stands in the newest plan of all SKUs; amounts in the company's currency. */
export interface LaneStanding extends Taken {
  isUsed: boolean;
  /** Still to be paid by its shipment. */
  fixedMinor: number;
  fixedShare: number;
  roomMinorPerUnit: number;
  roomMinorPerGram: number;
  roomMinorPerCm3: number;
}

/** A lane as it is now. `leadTimeDays` counts from now: the wait for its next departure and the days on the way. */
export interface LaneInput extends RebalanceLane {
  id: number;
  from: number;
  to: number;
  /** Day (YYYY-MM-DD, at the origin) on which its next shipment leaves; null: none in sight. */
  departsOn: string | null;
  minValueMinor: number;
  cooldownDays: number | null;
  /** Orders of the shipment that leaves next, with what they have paid of its fixed cost. */
  leaving: Taken & { fixedMinor: number };
  /** Null: no plan yet. */
  standing: LaneStanding | null;
}

interface LaneRow extends Omit<LaneInput, "wholePacks" | "departsOn" | "leaving" | "closedWhy"> {
  transitDays: number;
  currency: string;
  toBase: number | null;
  kind: "transfer" | "removal" | "inbound" | null;
  originKind: string;
  destinationKind: string;
  timeZone: string;
  weekdays: number[] | null;
  cutOffHour: number | null;
  closedDays: string[];
}

interface LeavingRow extends Taken {
  laneId: number;
  plannedAt: Date;
  fixedMinor: number;
}

/** Every active lane at this moment. Packs stay whole on each; amounts become the company's currency. */
export async function loadLanes(db: Queryable, currency: string, now: Date): Promise<LaneInput[]> {
  const digits = minorDigits(currency);
  const rows = await db<LaneRow[]>`
    select l.id, l.origin_id as "from", l.destination_id as "to", l.lead_time_days::float8 as "transitDays",
      l.freight_minor_per_unit as "freightMinorPerUnit", l.handling_minor_per_unit as "handlingMinorPerUnit",
      l.fixed_minor_per_shipment as "fixedMinor", l.min_units as "minQuantity", l.capacity_units as "maxQuantity",
      l.capacity_grams as "maxGrams", l.capacity_cm3 as "maxCm3", l.hazmat_allowed as "hazmatAllowed",
      l.cold_chain_allowed as "coldChainAllowed", l.min_value_minor as "minValueMinor", l.cooldown_days as "cooldownDays",
      l.kind, o.kind as "originKind", d.kind as "destinationKind", o.time_zone as "timeZone", l.ship_weekdays as "weekdays",
      l.cut_off_hour as "cutOffHour", l.closed_days::text[] as "closedDays", l.currency, ${rateOf(db, "l", currency, now)} as "toBase",
      case when s.lane_id is not null then jsonb_build_object('isUsed', s.is_used, 'units', s.units, 'grams', s.grams,
        'cm3', s.cm3, 'goodsMinor', s.goods_minor, 'fixedMinor', s.fixed_minor, 'fixedShare', s.fixed_share,
        'roomMinorPerUnit', s.room_minor_per_unit, 'roomMinorPerGram', s.room_minor_per_gram,
        'roomMinorPerCm3', s.room_minor_per_cm3) end as standing
    from lane l
    join location o on o.id = l.origin_id and o.active
    join location d on d.id = l.destination_id and d.active
    left join lane_standing s on s.lane_id = l.id
    where l.active order by l.id`;
  const leaving = await loadLeaving(db);
  return rows.flatMap(({ currency: own, toBase, transitDays, ...row }) => {
    if (toBase === null) return [];
    const factor = toBase * 10 ** (digits - minorDigits(own));
    const { kind, originKind, destinationKind, timeZone, weekdays, cutOffHour, closedDays, ...lane } = row;
    const calendar = { timeZone, weekdays, cutOffHour, closedDays };
    const wait = waitDays(calendar, now);
    const departsOn = departureDay(calendar, now);
    return {
      ...lane,
      wholePacks: true,
      departsOn,
      leadTimeDays: transitDays + (wait ?? 0),
      closedWhy: closedWhy({ kind, originKind, destinationKind, ships: wait !== null }),
      freightMinorPerUnit: lane.freightMinorPerUnit * factor,
      handlingMinorPerUnit: lane.handlingMinorPerUnit * factor,
      fixedMinor: Math.round(lane.fixedMinor * factor),
      minValueMinor: Math.round(lane.minValueMinor * factor),
      leaving: sum(
        (leaving.get(lane.id) ?? []).filter(
          ({ plannedAt }) => departureDay(calendar, plannedAt) === departsOn,
        ),
      ),
    };
  });
}

/** A marketplace's warehouse gives only by its removals and takes only what is planned there as inbound. */
function closedWhy(
  of: Pick<LaneRow, "kind" | "originKind" | "destinationKind"> & { ships: boolean },
): LaneInput["closedWhy"] {
  if (of.originKind === "fba" && of.kind !== "removal") return "needs_removal_lane";
  if (of.destinationKind === "fba" && of.kind === "transfer") return "needs_inbound_lane";
  return of.ships ? null : "no_departure";
}

/** Orders that have not left yet, by lane. */
async function loadLeaving(db: Queryable): Promise<Map<number, LeavingRow[]>> {
  const rows = await db<LeavingRow[]>`
    select o.lane_id as "laneId", o.planned_at as "plannedAt", o.fixed_minor as "fixedMinor", sum(t.quantity)::int as units,
      coalesce(sum(t.quantity::bigint * k.weight_grams), 0)::bigint as grams,
      coalesce(sum(t.quantity::bigint * k.volume_cm3), 0)::bigint as cm3,
      coalesce(sum(t.quantity * s.unit_cost), 0)::bigint as "goodsMinor"
    from transfer_order o join transfer_line t on t.transfer_id = o.id join sku k on k.id = t.sku_id
    left join lateral (
      select max(unit_cost_base_minor) as unit_cost from stock_status where sku_id = t.sku_id) s on true
    where o.state in ('planned', 'sent') group by o.id, o.lane_id, o.planned_at, o.fixed_minor`;
  const byLane = new Map<number, LeavingRow[]>();
  for (const row of rows) byLane.set(row.laneId, [...(byLane.get(row.laneId) ?? []), row]);
  return byLane;
}

function sum(rows: readonly LeavingRow[]): LaneInput["leaving"] {
  const total = { units: 0, grams: 0, cm3: 0, goodsMinor: 0, fixedMinor: 0 };
  for (const row of rows) {
    total.units += row.units;
    total.grams += row.grams;
    total.cm3 += row.cm3;
    total.goodsMinor += row.goodsMinor;
    total.fixedMinor += row.fixedMinor;
  }
  return total;
}
