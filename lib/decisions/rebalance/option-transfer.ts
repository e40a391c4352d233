import type { DecisionOption, Step } from "../types";
import { decideRebalance } from "./decide";
import { moveCostMinor } from "./describe";
import { missedUnitsBetween } from "./missed-sales";
import type { ShortageContext } from "./shortage";
import type { OpenTransfer, RebalanceLane, RebalancePlan, TransferMove } from "./types";

/**
 * The best transfers for the place, and the best from each lane alone where that is something else; best first. What the
 * SKU's plan sends to other places counts as gone from its donors.
 */
export function transferOptions(context: ShortageContext, plan: RebalancePlan): DecisionOption[] {
  const { problem, locationId } = context.shortage;
  const elsewhere: OpenTransfer[] = plan.moves
    .filter((move) => move.to !== locationId)
    .map(({ from, to, quantity }) => ({ from, to, quantity, reserved: false, ageDays: 0 }));
  const lanes = problem.lanes.filter((lane) => lane.to === locationId);
  const openTransfers = [...problem.openTransfers, ...elsewhere];
  const planFor = (usable: readonly RebalanceLane[]) =>
    decideRebalance({ ...problem, lanes: usable, openTransfers });
  const best = planFor(lanes);
  const options = best.moves.length > 0 ? [transferOption(context, best)] : [];
  for (const lane of lanes) {
    const isBest = best.moves.length === 1 && best.moves[0]?.laneId === lane.id;
    if (isBest || best.moves.length === 0) continue;
    const alone = planFor([lane]);
    if (alone.moves.length > 0) options.push(transferOption(context, alone));
  }
  return options.sort((a, b) => b.value.midMinor - a.value.midMinor);
}

function transferOption(context: ShortageContext, plan: RebalancePlan): DecisionOption {
  const { moves } = plan;
  const [first] = moves;
  const effectInDays = Math.max(...moves.map((move) => move.leadTimeDays));
  const { horizonDays } = context.shortage.problem.policy;
  const before = missedUnitsBetween(context.location, 0, effectInDays);
  const after = missedUnitsBetween(context.location, effectInDays, horizonDays);
  const sold = moves.reduce((sum, move) => sum + move.soldUnits, 0);
  const { meanPerDay } = context.location.demand;
  const spend = context.shortage.ads.spendMinorPerDay;
  const unsolved: DecisionOption["unsolved"] = [];
  if (before >= 0.5) unsolved.push({ code: "gap_until_arrival", days: before / meanPerDay, units: before });
  if (after - sold >= 0.5) unsolved.push({ code: "units_short", units: after - sold });
  if (before >= 0.5 && spend > 0)
    unsolved.push({ code: "ads_keep_spending", minorPerDay: spend, days: before / meanPerDay });
  return {
    key: moves.length === 1 && first ? `transfer:${first.laneId}` : "transfer:plan",
    kind: "transfer",
    value: plan.value,
    costMinor: moves.reduce((sum, move) => sum + moveCostMinor(move), 0),
    effectInDays,
    quantity: moves.reduce((sum, move) => sum + move.quantity, 0),
    unsolved,
    steps: moves.map(transferStep),
    executable: true,
  };
}

/** One move of a plan as a step of an option. */
export function transferStep({ laneId, from, to, quantity, packs, fixedMinor }: TransferMove): Step {
  return { kind: "transfer", laneId, from, to, quantity, packs, fixedMinor };
}
