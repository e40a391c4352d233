import type { RebalancePolicy, RebalanceProblem } from "@/lib/decisions/rebalance/types";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { rulesFor } from "@/lib/services/policy/rules-for";
import { laneAtStanding } from "./lanes-of-sku";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";

export function rebalancePolicy(rules: PolicyRules): RebalancePolicy {
  return {
    horizonDays: rules.transfers.horizonDays,
    donorFloorQuantile: rules.transfers.donorFloorQuantile,
    hurdleShareOfMargin: rules.transfers.hurdleShare,
    holdingRatePerYear: rules.transfers.holdingRatePerYear,
    cooldownDays: rules.transfers.cooldownDays,
  };
}

/**
 * One SKU's stock, demand and lanes as the planner takes them; null when its margin is unknown. Goods go to places that are
 * short or leave places with excess. Lanes are as the plan of all SKUs left them; with `apart`, as if nothing went on them.
 */
export function rebalanceProblem(
  inputs: Inputs,
  sku: SkuInput,
  rules: PolicyRules,
  apart = false,
): RebalanceProblem | null {
  const marginMinorPerUnit = skuMargin(sku);
  if (marginMinorPerUnit === null) return null;
  const shelves = sku.shelves.filter((shelf) => inputs.locations.has(shelf.locationId));
  const stateAt = new Map(shelves.map((shelf) => [shelf.locationId, shelf.state]));
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
    lanes: inputs.lanes
      .filter(({ from, to }) => {
        const [origin, destination] = [stateAt.get(from), stateAt.get(to)];
        if (origin === undefined || destination === undefined) return false;
        return destination === "out" || destination === "at_risk" || origin === "excess";
      })
      .map((lane) =>
        apart ? lane : laneAtStanding(lane, { ...sku, plannedUnits: sku.plannedUnits.get(lane.id) ?? 0 }),
      ),
    openTransfers: sku.openTransfers,
    policy: rebalancePolicy(
      rulesFor(rules, { team: "supply", categories: sku.category === null ? [] : [sku.category] }),
    ),
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
