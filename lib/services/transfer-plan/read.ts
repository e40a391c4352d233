import type { Queryable } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { type LanePlan, planByLane } from "@/db/queries/plan-by-lane";
import { type LaneInput, loadLanes } from "../recommendation/load-lanes";
import { gapsOfLanes, type PlanGap } from "./gaps";

/** How full a shipment is by its scarcest limit. */
export interface RoomUsed {
  limit: "units" | "weight" | "volume";
  /** Of the limit, with what is leaving on it already; above 1: too much. */
  share: number;
}

/** A proposed shipment: what is recommended on a lane now. Money in the company's currency. */
export interface ProposedShipment extends LanePlan {
  /** Day (YYYY-MM-DD, at the origin) on which it leaves. */
  departsOn: string | null;
  /** Days from now until its goods can be sold there: the wait and the days on the way. */
  leadDaysNow: number;
  /** Cost of the shipment whatever its size, and what orders that leave with it have paid of it. */
  fixedMinor: number;
  fixedPaidMinor: number;
  /** Units that leave with it already. */
  leavingUnits: number;
  /** Null: no limit known. */
  room: RoomUsed | null;
  /** Units or money at cost that are missing for its least quantity or value; 0: none. */
  unitsMissing: number;
  valueMissingMinor: number;
}

/** A lane that nothing goes on although goods would, and why. */
export interface ClosedShipment {
  laneId: number;
  originName: string;
  destinationName: string;
  why: "fixed_cost_not_earned" | "minimum_not_reached" | "minimum_above_capacity";
  earnsMinor: number;
  fixedMinor: number;
  minUnits: number;
  capacityUnits: number | null;
}

export interface TransferPlanView {
  shipments: ProposedShipment[];
  closed: ClosedShipment[];
  /** Of the newest plan of all SKUs; null: none yet. */
  optimalityGap: number | null;
  computedAt: Date | null;
  gaps: PlanGap[];
}

/** What is proposed to move now, as the shipments that it would go by, with the `linesMost` best lines of each, else all. */
export async function readTransferPlan(
  db: Queryable,
  now: Date,
  linesMost: number | null = null,
): Promise<TransferPlanView> {
  const currency = (await readCompany(db))?.baseCurrency ?? "USD";
  const [plans, lanes, closed, [plan]] = await Promise.all([
    planByLane(db, { linesMost }),
    loadLanes(db, currency, now),
    loadClosed(db),
    db<{ optimalityGap: number; computedAt: Date; gaps: PlanGap[] }[]>`
      select optimality_gap as "optimalityGap", computed_at as "computedAt", gaps from transfer_plan order by id desc limit 1`,
  ]);
  const byId = new Map(lanes.map((lane) => [lane.id, lane]));
  return {
    shipments: plans.map((one) => ({ ...one, ...termsOf(one, byId.get(one.laneId)) })),
    closed: closed.filter(({ laneId }) => !plans.some((one) => one.laneId === laneId)),
    optimalityGap: plan?.optimalityGap ?? null,
    computedAt: plan?.computedAt ?? null,
    gaps: [...(plan?.gaps ?? []), ...(await gapsOfLanes(db, lanes))],
  };
}

function termsOf(plan: LanePlan, lane: LaneInput | undefined): Omit<ProposedShipment, keyof LanePlan> {
  return {
    departsOn: lane?.departsOn ?? null,
    leadDaysNow: lane?.leadTimeDays ?? Number(plan.leadTimeDays),
    fixedMinor: lane?.fixedMinor ?? 0,
    fixedPaidMinor: Math.min(lane?.fixedMinor ?? 0, lane?.leaving.fixedMinor ?? 0),
    leavingUnits: lane?.leaving.units ?? 0,
    room: lane ? roomUsed(plan, lane) : null,
    unitsMissing: Math.max(0, (lane?.minQuantity ?? 0) - (lane?.leaving.units ?? 0) - plan.units),
    valueMissingMinor: Math.max(
      0,
      (lane?.minValueMinor ?? 0) - (lane?.leaving.goodsMinor ?? 0) - plan.goodsMinor,
    ),
  };
}

function roomUsed(plan: LanePlan, lane: LaneInput): RoomUsed | null {
  const limits: [RoomUsed["limit"], number, number | null][] = [
    ["units", plan.units + lane.leaving.units, lane.maxQuantity],
    ["weight", plan.grams + lane.leaving.grams, lane.maxGrams],
    ["volume", plan.cm3 + lane.leaving.cm3, lane.maxCm3],
  ];
  const used = limits.flatMap(([limit, load, most]) => (most === null ? [] : { limit, share: load / most }));
  return used.sort((a, b) => b.share - a.share)[0] ?? null;
}

function loadClosed(db: Queryable): Promise<ClosedShipment[]> {
  return db<ClosedShipment[]>`
    select s.lane_id as "laneId", f.name as "originName", t.name as "destinationName", s.why_closed as why,
      s.earns_minor as "earnsMinor", s.fixed_minor as "fixedMinor", l.min_units as "minUnits", l.capacity_units as "capacityUnits"
    from lane_standing s join lane l on l.id = s.lane_id join location f on f.id = l.origin_id join location t on t.id = l.destination_id
    where not s.is_used and s.earns_minor > 0 order by s.earns_minor desc, s.lane_id`;
}
