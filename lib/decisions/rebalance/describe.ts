import type { ValueRange } from "@/lib/metrics/value-range/compute";
import { valueRange } from "@/lib/metrics/value-range/compute";
import { holdingMinorPerUnit, transitMinorPerUnit } from "./lanes";
import type { Network } from "./network";
import type { Flow } from "./objective";
import { gainAt, givenSteps } from "./objective";
import type { RebalanceProblem, TransferMove } from "./types";

/** 8 of 10 outcomes lie between these. */
const lowChance = 0.9;
const highChance = 0.1;

/**
 * The moves of a flow with their money, and the range of the whole. Sales that only the moved units make possible range from
 * the units that are sold with 90 % to those with 10 % probability; sales the donors miss likewise, the other way round.
 */
export function describeFlow(
  problem: RebalanceProblem,
  network: Network,
  flow: Flow,
): { moves: TransferMove[]; value: ValueRange } {
  const margin = Math.max(0, problem.sku.marginMinorPerUnit);
  const moves: TransferMove[] = [];
  const given = givenSteps(network, flow);
  let low = 0;
  let high = 0;
  let allHeld = 0;
  for (const receiver of network.receivers) {
    let before = 0;
    for (const index of receiver.arcs) {
      const arc = network.arcs[index];
      const steps = flow[index] ?? 0;
      if (!arc || steps === 0) continue;
      const holding = holdingMinorPerUnit(problem, arc.lane);
      const earned = gainAt(arc.gain, before + steps) - gainAt(arc.gain, before);
      const soldUnits = margin + holding > 0 ? earned / (margin + holding) : 0;
      const donor = network.donors[arc.donor];
      const donorSteps = given[arc.donor] ?? steps;
      const donorLossMinor = ((donor?.loss[donorSteps] ?? 0) * steps) / donorSteps;
      const quantity = steps * network.stepUnits;
      moves.push(describeMove(problem, arc, quantity, { soldUnits, donorLossMinor, margin }));
      allHeld += holding * quantity;
      // A sold unit brings its margin and is spared its holding, which is taken off for all of them below.
      const sold = rangeOf(arc.gain, before, before + steps, (margin + holding) * network.stepUnits);
      low += sold.low;
      high += sold.high;
      before += steps;
    }
  }
  network.donors.forEach((donor, index) => {
    const lost = rangeOf(donor.loss, 0, given[index] ?? 0, margin * network.stepUnits);
    low -= lost.high;
    high -= lost.low;
  });
  const costs = moves.reduce((sum, move) => sum + moveCostMinor(move) - move.holdingMinor, allHeld);
  const mid = moves.reduce((sum, move) => sum + move.valueMinor, 0);
  return { moves, value: valueRange(Math.min(mid, low - costs), mid, Math.max(mid, high - costs)) };
}

/** Freight, handling, holding and fixed cost of a move, minor units. */
export function moveCostMinor(move: TransferMove): number {
  return move.freightMinor + move.handlingMinor + move.transitMinor + move.holdingMinor + move.fixedMinor;
}

/** What a move earns before any fixed cost, minor units. */
export function netBeforeFixedMinor(move: TransferMove): number {
  return move.valueMinor + move.fixedMinor;
}

/** The move with a part, 0 to 1, of what it earns charged for its shipment's fixed cost; one that earns nothing pays none. */
export function chargeFixed(move: TransferMove, share: number): TransferMove {
  const minor = Math.round(share * Math.max(0, netBeforeFixedMinor(move)));
  return { ...move, fixedMinor: move.fixedMinor + minor, valueMinor: move.valueMinor - minor };
}

function describeMove(
  problem: RebalanceProblem,
  { lane }: Network["arcs"][number],
  quantity: number,
  money: { soldUnits: number; donorLossMinor: number; margin: number },
): TransferMove {
  const { soldUnits, donorLossMinor, margin } = money;
  const parts = {
    gainMinor: Math.round(soldUnits * margin),
    donorLossMinor: Math.round(donorLossMinor),
    freightMinor: Math.round(lane.freightMinorPerUnit * quantity),
    handlingMinor: Math.round(lane.handlingMinorPerUnit * quantity),
    transitMinor: Math.round(transitMinorPerUnit(problem, lane) * quantity),
    holdingMinor: Math.round(holdingMinorPerUnit(problem, lane) * (quantity - soldUnits)),
    fixedMinor: lane.fixedMinor,
  };
  const move = {
    laneId: lane.id,
    from: lane.from,
    to: lane.to,
    quantity,
    packs: quantity / problem.sku.packSize,
    leadTimeDays: lane.leadTimeDays,
    soldUnits,
    donorLostUnits: margin > 0 ? donorLossMinor / margin : 0,
    ...parts,
    valueMinor: 0,
  };
  move.valueMinor = parts.gainMinor - parts.donorLossMinor - moveCostMinor(move);
  return chargeFixed(move, lane.fixedShare ?? 0);
}

/** Margin of the steps between two marks that come true with at least 90 % and at least 10 % probability. */
function rangeOf(sums: Float64Array, from: number, to: number, full: number): { low: number; high: number } {
  let low = 0;
  let high = 0;
  if (!(full > 0)) return { low, high };
  for (let s = from + 1; s <= Math.min(to, sums.length - 1); s++) {
    const chance = ((sums[s] as number) - (sums[s - 1] as number)) / full;
    if (chance >= lowChance) low += full;
    if (chance >= highChance) high += full;
  }
  return { low, high };
}
