import { defaultRebalancePolicy } from "./decide";
import type { RebalanceLane, RebalancePlan, RebalancePolicy, RebalanceProblem } from "./types";

/** A golden case as it is written: amounts in minor units, everything that is usual left out. */
export interface GoldenCase {
  case: string;
  sku: { margin: number; cost: number; pack: number; hazmat?: boolean; coldChain?: boolean };
  places: Record<string, GoldenPlace>;
  /** "FROM>TO", with a word behind it where there are two. */
  lanes: Record<string, GoldenLane>;
  open?: { from: string; to: string; quantity: number; ageDays: number; reserved?: boolean }[];
  policy?: Partial<RebalancePolicy>;
  expect: GoldenExpectation;
}

interface GoldenPlace {
  available: number | null;
  perDay: number;
  dispersion: number;
  safety: number;
  /** [days from now, units] */
  receipts?: [number, number][];
  protected?: boolean;
}

interface GoldenLane {
  days: number;
  freight: number;
  handling: number;
  fixed: number;
  min?: number;
  max?: number;
  hazmat?: boolean;
  coldChain?: boolean;
}

/** The plan in sentences. */
export interface GoldenExpectation {
  moves: string[];
  worth: string;
  proved: string;
  leftOut: string[];
}

/** The problem that a golden case states. */
export function problemOf(golden: GoldenCase): RebalanceProblem {
  return {
    sku: {
      id: golden.case,
      marginMinorPerUnit: golden.sku.margin,
      unitCostMinor: golden.sku.cost,
      packSize: golden.sku.pack,
      weightGrams: null,
      volumeCm3: null,
      hazmat: golden.sku.hazmat ?? false,
      coldChain: golden.sku.coldChain ?? false,
    },
    locations: Object.entries(golden.places).map(([id, place]) => ({
      id,
      available: place.available,
      receipts: (place.receipts ?? []).map(([days, quantity]) => ({ days, quantity })),
      demand: { meanPerDay: place.perDay, dispersion: place.dispersion },
      safetyStockUnits: place.safety,
      isProtected: place.protected ?? false,
    })),
    lanes: Object.entries(golden.lanes).map(([id, lane]) => laneOf(id, lane)),
    openTransfers: (golden.open ?? []).map((open) => ({ reserved: false, ...open })),
    policy: { ...defaultRebalancePolicy, ...golden.policy },
  };
}

function laneOf(id: string, lane: GoldenLane): RebalanceLane {
  const [from = "", to = ""] = (id.split(" ")[0] ?? "").split(">");
  return {
    id,
    from,
    to,
    leadTimeDays: lane.days,
    freightMinorPerUnit: lane.freight,
    handlingMinorPerUnit: lane.handling,
    fixedMinor: lane.fixed,
    minQuantity: lane.min ?? 1,
    maxQuantity: lane.max ?? null,
    maxGrams: null,
    maxCm3: null,
    wholePacks: true,
    hazmatAllowed: lane.hazmat ?? true,
    coldChainAllowed: lane.coldChain ?? true,
  };
}

/** A plan in the words of the golden cases. */
export function sentencesOf(plan: RebalancePlan): GoldenExpectation {
  const { lowMinor, midMinor, highMinor } = plan.value;
  return {
    moves: plan.moves.map(
      (move) =>
        `${move.quantity} units (${move.packs} packs) by ${move.laneId}, there in ${move.leadTimeDays} days: ` +
        `${move.soldUnits.toFixed(1)} sold that would be missed, donor misses ${move.donorLostUnits.toFixed(1)}, ` +
        `${move.gainMinor} − ${move.donorLossMinor} − freight ${move.freightMinor} − handling ${move.handlingMinor} − ` +
        `transit ${move.transitMinor} − holding ${move.holdingMinor} − fixed ${move.fixedMinor} = ${move.valueMinor}`,
    ),
    worth: `${midMinor} (${lowMinor} to ${highMinor})`,
    proved: plan.optimalityGap === 0 ? "best" : `within ${(plan.optimalityGap * 100).toFixed(2)} % of best`,
    leftOut: plan.excluded.map(({ kind, id, why }) => `${kind} ${id}: ${why.replaceAll("_", " ")}`),
  };
}
