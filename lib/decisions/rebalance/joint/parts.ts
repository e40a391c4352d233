import type { Id } from "../../types";
import type { RebalancePlan } from "../types";
import { planJointly } from "./plan";
import type { ClosedLane, JointPlan, JointProblem, PlannedShipment, ShipmentTerms } from "./types";

/** A plan of all SKUs with what is moved and nothing of what was weighed, so that very many fit in memory. */
export type JointMoves = Omit<JointPlan, "plans"> & { plans: Pick<RebalancePlan, "skuId" | "moves">[] };

/** A part of the SKUs to be planned after others. */
export interface PartProblem extends JointProblem {
  terms: readonly ShipmentTerms[];
  /** What the parts before it send. */
  sent: readonly PlannedShipment[];
  /** How many parts all SKUs are planned in, ≥ 1. */
  parts: number;
}

export const nothingPlanned: JointMoves = {
  ...{ plans: [], shipments: [], closed: [] },
  ...{ objectiveMinor: 0, upperBoundMinor: 0, optimalityGap: 0 },
};

/**
 * Plans one part of the SKUs on what the parts before it left: their room, their units towards a least shipment, and lanes
 * whose fixed cost they pay. `upperBoundMinor` is the part's share of a bound on the plan of all: with all of the room to
 * itself, no least shipment and its share of each fixed cost no part can earn more, and no plan of all exceeds the sum of that.
 */
export function planPart({ problems, terms, sent, parts }: PartProblem): JointMoves {
  const { plans, ...rest } = planJointly({ problems, terms: termsAfter(terms, sent) });
  const upperBoundMinor =
    parts === 1
      ? rest.upperBoundMinor
      : planJointly({ problems, terms: terms.map((one) => freed(one, parts)) }).upperBoundMinor;
  return { ...rest, upperBoundMinor, plans: plans.map(({ skuId, moves }) => ({ skuId, moves })) };
}

const freed = (terms: ShipmentTerms, parts: number): ShipmentTerms => ({
  ...terms,
  fixedMinor: terms.fixedMinor / parts,
  minUnits: 0,
  minValueMinor: 0,
});

function termsAfter(terms: readonly ShipmentTerms[], sent: readonly PlannedShipment[]): ShipmentTerms[] {
  const onLane = byLane(sent);
  return terms.map((one) => {
    const load = onLane.get(one.laneId);
    return load ? termsBeside(one, load) : one;
  });
}

/** What a lane's shipment must still hold to beside what is on it already. */
export function termsBeside(
  terms: ShipmentTerms,
  on: Pick<PlannedShipment, "units" | "grams" | "cm3" | "goodsMinor" | "fixedMinor">,
): ShipmentTerms {
  const left = (limit: number | null, taken: number) => (limit === null ? null : Math.max(0, limit - taken));
  return {
    laneId: terms.laneId,
    fixedMinor: Math.max(0, terms.fixedMinor - on.fixedMinor),
    minUnits: Math.max(0, terms.minUnits - on.units),
    minValueMinor: Math.max(0, terms.minValueMinor - on.goodsMinor),
    capacityUnits: left(terms.capacityUnits, on.units),
    capacityGrams: left(terms.capacityGrams, on.grams),
    capacityCm3: left(terms.capacityCm3, on.cm3),
  };
}

/** The plan of two parts; `later` was planned on what `sooner` left. */
export function joinParts(sooner: JointMoves, later: JointMoves): JointMoves {
  const shipments = joinShipments(sooner.shipments, later.shipments);
  const objectiveMinor = sooner.objectiveMinor + later.objectiveMinor;
  const upperBoundMinor = Math.max(objectiveMinor, sooner.upperBoundMinor + later.upperBoundMinor);
  const slack = upperBoundMinor - objectiveMinor;
  return {
    plans: [...sooner.plans, ...later.plans],
    shipments,
    closed: joinClosed(sooner.closed, later.closed, byLane(shipments)),
    objectiveMinor,
    upperBoundMinor,
    optimalityGap: slack > 1e-9 * upperBoundMinor ? slack / upperBoundMinor : 0,
  };
}

function joinShipments(
  sooner: readonly PlannedShipment[],
  later: readonly PlannedShipment[],
): PlannedShipment[] {
  const joined = byLane(sooner);
  for (const more of later) {
    const one = joined.get(more.laneId);
    joined.set(more.laneId, one ? joinShipment(one, more) : more);
  }
  return [...joined.values()];
}

function joinShipment(one: PlannedShipment, more: PlannedShipment): PlannedShipment {
  const earnsMinor = one.earnsMinor + more.earnsMinor;
  const fixedMinor = one.fixedMinor + more.fixedMinor;
  return {
    laneId: one.laneId,
    units: one.units + more.units,
    grams: one.grams + more.grams,
    cm3: one.cm3 + more.cm3,
    goodsMinor: one.goodsMinor + more.goodsMinor,
    skuCount: one.skuCount + more.skuCount,
    earnsMinor,
    fixedMinor,
    fixedShare: earnsMinor > 0 ? Math.min(1, fixedMinor / earnsMinor) : 0,
    roomPrices: {
      perUnit: Math.max(one.roomPrices.perUnit, more.roomPrices.perUnit),
      perGram: Math.max(one.roomPrices.perGram, more.roomPrices.perGram),
      perCm3: Math.max(one.roomPrices.perCm3, more.roomPrices.perCm3),
    },
  };
}

function joinClosed(
  sooner: readonly ClosedLane[],
  later: readonly ClosedLane[],
  used: ReadonlyMap<Id, unknown>,
): ClosedLane[] {
  const joined = byLane(sooner);
  for (const more of later) {
    const one = joined.get(more.laneId);
    joined.set(
      more.laneId,
      one ? { ...one, earnsMinor: one.earnsMinor + more.earnsMinor, units: one.units + more.units } : more,
    );
  }
  return [...joined.values()].filter(({ laneId }) => !used.has(laneId));
}

const byLane = <T extends { laneId: Id }>(some: readonly T[]): Map<Id, T> =>
  new Map(some.map((one) => [one.laneId, one]));
