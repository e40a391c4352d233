import type { Tx } from "@/db/client";
import type { JointMoves } from "@/lib/decisions/rebalance/joint/parts";
import type { LaneInput, LaneStanding } from "../recommendation/load-lanes";
import type { PlanGap } from "./gaps";

/** Shares and prices that moved by no more than this part stay as they were, so that no figure follows noise. */
const sameWithin = 0.05;

interface StandingRow extends LaneStanding {
  laneId: number;
  whyClosed: string | null;
  skuCount: number;
  earnsMinor: number;
}

/**
 * Writes a plan, how each lane stands in it and what it sends; the plan before is kept as a row of its own. Returns the lanes
 * on which SKUs find other terms than before.
 */
export async function storePlan(
  tx: Tx,
  plan: JointMoves,
  lanes: readonly LaneInput[],
  of: { policyVersion: number; now: Date; milliseconds: number; gaps?: readonly PlanGap[] },
): Promise<Set<number>> {
  const [row] = await tx<{ id: number }[]>`
    insert into transfer_plan (computed_at, policy_version, sku_count, objective_minor, upper_bound_minor, optimality_gap, milliseconds, gaps)
    values (${of.now}, ${of.policyVersion}, ${plan.plans.length}, ${Math.round(plan.objectiveMinor)},
      ${Math.round(plan.upperBoundMinor)}, ${plan.optimalityGap}, ${Math.round(of.milliseconds)}, ${tx.json((of.gaps ?? []) as never)})
    returning id`;
  const rows = standings(plan, lanes);
  const changed = new Set<number>();
  for (const lane of lanes) {
    const next = rows.find(({ laneId }) => laneId === lane.id);
    if (!next) {
      if (lane.standing) changed.add(lane.id);
      continue;
    }
    if (lane.standing && isSame(lane.standing, next)) {
      const { fixedShare, roomMinorPerUnit, roomMinorPerGram, roomMinorPerCm3 } = lane.standing;
      Object.assign(next, { fixedShare, roomMinorPerUnit, roomMinorPerGram, roomMinorPerCm3 });
    } else if (lane.standing || next.isUsed) changed.add(lane.id);
  }
  await tx`delete from transfer_plan_line`;
  await tx`
    insert into transfer_plan_line (lane_id, sku_id, units)
    select * from jsonb_to_recordset(${tx.json(linesOf(plan))}) as l ("laneId" int, "skuId" int, units int)`;
  await tx`delete from lane_standing`;
  await tx`
    insert into lane_standing (lane_id, plan_id, is_used, why_closed, units, grams, cm3, goods_minor, sku_count, earns_minor,
      fixed_minor, fixed_share, room_minor_per_unit, room_minor_per_gram, room_minor_per_cm3)
    select "laneId", ${row?.id ?? 0}, "isUsed", "whyClosed", units, grams, cm3, "goodsMinor", "skuCount", "earnsMinor",
      "fixedMinor", "fixedShare", "roomMinorPerUnit", "roomMinorPerGram", "roomMinorPerCm3"
    from jsonb_to_recordset(${tx.json(rows as never)}) as s ("laneId" int, "isUsed" boolean, "whyClosed" text, units int,
      grams bigint, cm3 bigint, "goodsMinor" bigint, "skuCount" int, "earnsMinor" bigint, "fixedMinor" bigint,
      "fixedShare" float8, "roomMinorPerUnit" float8, "roomMinorPerGram" float8, "roomMinorPerCm3" float8)`;
  return changed;
}

function linesOf(plan: JointMoves): { laneId: number; skuId: number; units: number }[] {
  return plan.plans.flatMap(({ skuId, moves }) =>
    moves.map((move) => ({ laneId: Number(move.laneId), skuId: Number(skuId), units: move.quantity })),
  );
}

function standings(plan: JointMoves, lanes: readonly LaneInput[]): StandingRow[] {
  const fixed = new Map(
    lanes.map((lane) => [lane.id, Math.max(0, lane.fixedMinor - lane.leaving.fixedMinor)]),
  );
  const used = plan.shipments.map((one) => ({
    laneId: Number(one.laneId),
    isUsed: true,
    whyClosed: null,
    units: Math.round(one.units),
    grams: Math.round(one.grams),
    cm3: Math.round(one.cm3),
    goodsMinor: Math.round(one.goodsMinor),
    skuCount: one.skuCount,
    earnsMinor: Math.round(one.earnsMinor),
    fixedMinor: Math.round(one.fixedMinor),
    fixedShare: one.fixedShare,
    roomMinorPerUnit: one.roomPrices.perUnit,
    roomMinorPerGram: one.roomPrices.perGram,
    roomMinorPerCm3: one.roomPrices.perCm3,
  }));
  const none = { grams: 0, cm3: 0, goodsMinor: 0, skuCount: 0, fixedShare: 0 };
  const free = { roomMinorPerUnit: 0, roomMinorPerGram: 0, roomMinorPerCm3: 0 };
  const closed = plan.closed.map((one) => ({
    laneId: Number(one.laneId),
    isUsed: false,
    whyClosed: one.why,
    units: 0,
    ...none,
    earnsMinor: Math.round(one.earnsMinor),
    fixedMinor: fixed.get(Number(one.laneId)) ?? 0,
    ...free,
  }));
  return [...used, ...closed];
}

function isSame(before: LaneStanding, after: LaneStanding): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= sameWithin * Math.max(Math.abs(a), Math.abs(b));
  return (
    before.isUsed === after.isUsed &&
    near(before.fixedMinor, after.fixedMinor) &&
    near(before.fixedShare, after.fixedShare) &&
    near(before.roomMinorPerUnit, after.roomMinorPerUnit) &&
    near(before.roomMinorPerGram, after.roomMinorPerGram) &&
    near(before.roomMinorPerCm3, after.roomMinorPerCm3)
  );
}
