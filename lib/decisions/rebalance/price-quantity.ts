import type { ValueRange } from "@/lib/metrics/value-range/compute";
import type { Id } from "../types";
import { describeFlow } from "./describe";
import type { Arc, Network } from "./network";
import { buildNetwork } from "./network";
import type { Flow } from "./objective";
import { givenSteps } from "./objective";
import type { Exclusion, RebalanceProblem, TransferMove } from "./types";

export interface WantedMove {
  laneId: Id;
  quantity: number;
}

/** Why a quantity cannot be sent, with the figure that would do. */
export type QuantityViolation =
  | { code: "lane_not_usable"; laneId: Id; why: Exclusion["why"] | "nothing_needed_there" }
  | { code: "not_whole_packs"; laneId: Id; packUnits: number }
  | { code: "below_minimum"; laneId: Id; leastUnits: number }
  | { code: "above_maximum"; laneId: Id; mostUnits: number }
  | { code: "more_than_spare"; from: Id; spareUnits: number };

/** What chosen quantities are worth, or why they cannot be. */
export type PricedQuantities =
  | { ok: true; moves: TransferMove[]; value: ValueRange }
  | { ok: false; violations: QuantityViolation[] };

/**
 * Prices quantities that a person chose, by the same curves as the plan, profitable or not: the value may be negative.
 * A quantity of 0 closes its lane. Packs, minimums, limits and donors' floors still hold.
 */
export function priceQuantities(problem: RebalanceProblem, wanted: readonly WantedMove[]): PricedQuantities {
  const sent = wanted.filter((move) => move.quantity > 0);
  const network = buildNetwork(problem, new Map(sent.map((move) => [move.laneId, Number.POSITIVE_INFINITY])));
  const flow = new Int32Array(network.arcs.length);
  const violations = sent.flatMap((move) => setSteps(network, flow, move));
  if (violations.length === 0) violations.push(...overdrawn(network, flow));
  if (violations.length > 0) return { ok: false, violations };
  return { ok: true, ...describeFlow(problem, network, flow) };
}

/** Least and most units of a lane for this SKU, and the step between; null: it cannot be used. */
export function quantityLimits(
  problem: RebalanceProblem,
  laneId: Id,
): { leastUnits: number; mostUnits: number; stepUnits: number } | null {
  const network = buildNetwork(problem, new Map([[laneId, Number.POSITIVE_INFINITY]]));
  const arc = network.arcs.find(({ lane }) => lane.id === laneId);
  return arc ? limitsOf(network, arc) : null;
}

function limitsOf(
  { stepUnits }: Network,
  arc: Arc,
): { leastUnits: number; mostUnits: number; stepUnits: number } {
  return {
    leastUnits: arc.minSteps * stepUnits,
    mostUnits: arc.maxSteps * stepUnits,
    stepUnits: arc.stride * stepUnits,
  };
}

function setSteps(network: Network, flow: Flow, { laneId, quantity }: WantedMove): QuantityViolation[] {
  const index = network.arcs.findIndex(({ lane }) => lane.id === laneId);
  const arc = network.arcs[index];
  if (!arc) {
    const why =
      network.excluded.find(({ kind, id }) => kind === "lane" && id === laneId)?.why ??
      "nothing_needed_there";
    return [{ code: "lane_not_usable", laneId, why }];
  }
  const { leastUnits, mostUnits, stepUnits } = limitsOf(network, arc);
  if (quantity % stepUnits !== 0) return [{ code: "not_whole_packs", laneId, packUnits: stepUnits }];
  if (quantity < leastUnits) return [{ code: "below_minimum", laneId, leastUnits }];
  if (quantity > mostUnits) return [{ code: "above_maximum", laneId, mostUnits }];
  flow[index] = quantity / network.stepUnits;
  return [];
}

function overdrawn(network: Network, flow: Flow): QuantityViolation[] {
  const given = givenSteps(network, flow);
  return network.donors.flatMap(({ location, spareSteps }, index) => {
    if ((given[index] ?? 0) <= spareSteps) return [];
    return [
      { code: "more_than_spare" as const, from: location.id, spareUnits: spareSteps * network.stepUnits },
    ];
  });
}
