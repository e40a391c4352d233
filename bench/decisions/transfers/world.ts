import { defaultRebalancePolicy } from "@/lib/decisions/rebalance/decide";
import type { RebalanceLane, RebalanceProblem } from "@/lib/decisions/rebalance/types";
import { seededRandom } from "../../support/seeded-random";

export interface WorldTerms {
  seed: string;
  skus: number;
  places: number;
  /** Fixed cost of a shipment, minor units: from 0 to this. */
  fixedMinorMost: number;
  /** Room of a shipment, units: from a third of this to this; null: no limit. */
  capacityUnitsMost: number | null;
  /** The same for every lane; left out: each its own. */
  leadTimeDays?: number;
}

/** SKUs that share places and lanes: a quarter of the shelves empty, others with plenty. The same terms give the same world. */
export function transferWorld(terms: WorldTerms): RebalanceProblem[] {
  const random = seededRandom(terms.seed);
  const between = (low: number, high: number) => low + random() * (high - low);
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1));
  const ids = Array.from({ length: terms.places }, (_, place) => place);
  const lanes = ids.flatMap((from) =>
    ids.flatMap((to): RebalanceLane[] => {
      if (to === from || (terms.places > 6 && from % 3 !== to % 3 && random() > 0.2)) return [];
      const capacity = terms.capacityUnitsMost;
      return [
        {
          id: from * terms.places + to,
          from,
          to,
          leadTimeDays: terms.leadTimeDays ?? whole(2, 20),
          freightMinorPerUnit: whole(20, 250),
          handlingMinorPerUnit: 15,
          fixedMinor: whole(0, terms.fixedMinorMost),
          minQuantity: 1,
          maxQuantity: capacity === null ? null : whole(capacity / 3, capacity),
          maxGrams: null,
          maxCm3: null,
          wholePacks: true,
          hazmatAllowed: true,
          coldChainAllowed: true,
        },
      ];
    }),
  );
  return Array.from({ length: terms.skus }, (_, id) => ({
    sku: {
      id,
      marginMinorPerUnit: whole(200, 4_000),
      unitCostMinor: whole(300, 5_000),
      packSize: [1, 1, 6, 12][whole(0, 3)] ?? 1,
      weightGrams: whole(50, 3_000),
      volumeCm3: whole(100, 9_000),
      hazmat: false,
      coldChain: false,
    },
    locations: ids.map((place) => ({
      id: place,
      available: random() < 0.25 ? 0 : whole(0, 200),
      receipts: random() < 0.3 ? [{ days: whole(2, 40), quantity: whole(20, 100) }] : [],
      demand: { meanPerDay: between(0.05, 6), dispersion: between(0.1, 0.8) },
      safetyStockUnits: whole(0, 20),
      isProtected: false,
    })),
    lanes,
    openTransfers: [],
    policy: defaultRebalancePolicy,
  }));
}
