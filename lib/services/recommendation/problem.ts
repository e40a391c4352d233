import type { RebalancePolicy, RebalanceProblem } from "@/lib/decisions/rebalance/types";
import type { PolicyRules } from "@/lib/services/policy/rules";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";

export function rebalancePolicy(rules: PolicyRules): RebalancePolicy {
  return {
    horizonDays: rules.transfers.horizonDays,
    donorFloorQuantile: rules.transfers.donorFloorQuantile,
    hurdleShareOfMargin: rules.transfers.hurdleShare,
    holdingRatePerYear: rules.transfers.holdingRatePerYear,
  };
}

/** One SKU's stock, demand and lanes as the planner takes them; null when its margin is unknown. */
export function rebalanceProblem(inputs: Inputs, sku: SkuInput, rules: PolicyRules): RebalanceProblem | null {
  const marginMinorPerUnit = skuMargin(sku);
  if (marginMinorPerUnit === null) return null;
  const shelves = sku.shelves.filter((shelf) => inputs.locations.has(shelf.locationId));
  const here = new Set(shelves.map((shelf) => shelf.locationId));
  return {
    sku: {
      id: sku.id,
      marginMinorPerUnit,
      unitCostMinor: shelves.find((shelf) => shelf.unitCostMinor !== null)?.unitCostMinor ?? 0,
      packSize: sku.packSize,
      weightGrams: sku.weightGrams,
      volumeCm3: sku.volumeCm3,
      hazmat: sku.hazmat,
      coldChain: sku.coldChain,
    },
    locations: shelves.map((shelf) => ({
      id: shelf.locationId,
      available: shelf.available,
      receipts: sku.receipts.get(shelf.locationId) ?? [],
      demand: demandOf(shelf),
      safetyStockUnits: shelf.safetyStockUnits,
      isProtected: false,
    })),
    lanes: inputs.lanes.filter((lane) => here.has(lane.from) && here.has(lane.to)),
    openTransfers: sku.openTransfers,
    policy: rebalancePolicy(rules),
  };
}

export function demandOf(shelf: ShelfInput): { meanPerDay: number; dispersion: number } | null {
  return shelf.meanPerDay === null ? null : { meanPerDay: shelf.meanPerDay, dispersion: shelf.dispersion };
}

/** Margin of a sale, each location weighted with its demand; minor units. */
export function skuMargin(sku: SkuInput): number | null {
  let margin = 0;
  let weight = 0;
  for (const shelf of sku.shelves) {
    if (shelf.marginMinor === null) continue;
    // A little weight for places without demand, so that a SKU that sells nowhere has a margin too.
    const share = (shelf.meanPerDay ?? 0) + 1e-6;
    margin += shelf.marginMinor * share;
    weight += share;
  }
  return weight > 0 ? margin / weight : null;
}
