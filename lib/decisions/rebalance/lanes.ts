import type { Exclusion, RebalanceLane, RebalanceProblem, RebalanceSku } from "./types";

/** Why a lane cannot carry this SKU now; null: it can. */
export function laneExclusion(problem: RebalanceProblem, lane: RebalanceLane): Exclusion["why"] | null {
  const { sku, policy } = problem;
  if (lane.closedWhy) return lane.closedWhy;
  if ((sku.hazmat && !lane.hazmatAllowed) || (sku.coldChain && !lane.coldChainAllowed))
    return "goods_not_allowed";
  if (lane.leadTimeDays >= policy.horizonDays) return "arrives_after_horizon";
  const reversed = problem.openTransfers.some(
    (open) => open.from === lane.to && open.to === lane.from && open.ageDays <= policy.horizonDays,
  );
  if (reversed) return "reverse_flow";
  const cooldownDays = lane.cooldownDays ?? policy.cooldownDays;
  const isCooling = problem.openTransfers.some(
    (open) => open.from === lane.from && open.to === lane.to && open.ageDays < cooldownDays,
  );
  return isCooling ? "cooling_down" : null;
}

/** Least units of a shipment that is the SKU's alone: the lane's least quantity, and what its least value takes. */
export function leastUnits(sku: RebalanceSku, lane: RebalanceLane): number {
  const minValueMinor = lane.minValueMinor ?? 0;
  if (minValueMinor === 0) return lane.minQuantity;
  const units =
    sku.unitCostMinor > 0 ? Math.ceil(minValueMinor / sku.unitCostMinor) : Number.POSITIVE_INFINITY;
  return Math.max(lane.minQuantity, units);
}

/** Most units of the SKU that one shipment can hold; Infinity: no limit known. */
export function shipmentLimitUnits(sku: RebalanceSku, lane: RebalanceLane): number {
  let limit = lane.maxQuantity ?? Number.POSITIVE_INFINITY;
  if (lane.maxGrams !== null && sku.weightGrams !== null)
    limit = Math.min(limit, lane.maxGrams / sku.weightGrams);
  if (lane.maxCm3 !== null && sku.volumeCm3 !== null) limit = Math.min(limit, lane.maxCm3 / sku.volumeCm3);
  return limit;
}

/** Freight, handling and holding in transit of one unit, minor units. */
export function carriageMinorPerUnit({ sku, policy }: RebalanceProblem, lane: RebalanceLane): number {
  return lane.freightMinorPerUnit + lane.handlingMinorPerUnit + transitMinorPerUnit({ sku, policy }, lane);
}

/** Holding a unit while it is under way: its cost × holding rate × lead time. */
export function transitMinorPerUnit(
  { sku, policy }: Pick<RebalanceProblem, "sku" | "policy">,
  lane: RebalanceLane,
): number {
  return (sku.unitCostMinor * policy.holdingRatePerYear * lane.leadTimeDays) / 365;
}

/** Holding a unit that is not sold at the receiver from its arrival to the horizon: its cost × holding rate × days. */
export function holdingMinorPerUnit(
  { sku, policy }: Pick<RebalanceProblem, "sku" | "policy">,
  lane: RebalanceLane,
): number {
  const days = Math.max(0, policy.horizonDays - lane.leadTimeDays);
  return (sku.unitCostMinor * policy.holdingRatePerYear * days) / 365;
}

/** What a moved unit must earn at least beyond its cost, minor units. */
export function hurdleMinorPerUnit({ sku, policy }: Pick<RebalanceProblem, "sku" | "policy">): number {
  return policy.hurdleShareOfMargin * Math.max(0, sku.marginMinorPerUnit);
}
