import type { Receipt } from "@/lib/metrics/cover/compute";
import type { DemandRate } from "@/lib/metrics/demand-distribution/compute";
import type { ValueRange } from "@/lib/metrics/value-range/compute";
import type { Id } from "../types";

export interface RebalanceSku {
  id: Id;
  /** Contribution of one sale before freight of a transfer; minor units, fractions allowed. */
  marginMinorPerUnit: number;
  unitCostMinor: number;
  /** Units in a pack, ≥ 1. */
  packSize: number;
  /** Null: unknown, then weight limits of a lane cannot be checked and do not apply. */
  weightGrams: number | null;
  volumeCm3: number | null;
  hazmat: boolean;
  coldChain: boolean;
}

export interface RebalanceLocation {
  id: Id;
  /** Units that can be sold or sent; null: unknown, then the place neither gives nor gets. Less than 0: owed. */
  available: number | null;
  /** On their way there, open transfers included. */
  receipts: readonly Receipt[];
  /** Null: no forecast; the place neither gives nor gets. */
  demand: DemandRate | null;
  safetyStockUnits: number;
  /** Never gives. */
  isProtected: boolean;
}

/** One directed way. Amounts in the company's currency, minor units. */
export interface RebalanceLane {
  id: Id;
  from: Id;
  to: Id;
  leadTimeDays: number;
  freightMinorPerUnit: number;
  handlingMinorPerUnit: number;
  /** Paid once a shipment; 0 when a shipment that this can join is going anyway. */
  fixedMinor: number;
  /** Least and most units of a shipment; null: no limit. */
  minQuantity: number;
  maxQuantity: number | null;
  maxGrams: number | null;
  maxCm3: number | null;
  /** Ships whole packs only; false: single units. */
  wholePacks: boolean;
  hazmatAllowed: boolean;
  coldChainAllowed: boolean;
  /** Days before the same SKU is sent on it again; absent: the policy's. */
  cooldownDays?: number | null;
  /** Why it ships nothing now; absent or null: it ships. */
  closedWhy?: "no_departure" | "needs_removal_lane" | "needs_inbound_lane" | null;
  /** Least value of a shipment's goods at cost, minor units; absent: none. */
  minValueMinor?: number;
  /** Part of what a move earns, 0 to 1, that pays for a shipment it joins; absent: none. */
  fixedShare?: number;
  /** What a unit of the SKU takes of a full shipment's room is worth, minor units: steers the plan, costs nobody. */
  roomMinorPerUnit?: number;
}

/** A transfer of this SKU that is approved, on its way or arrived within the horizon. */
export interface OpenTransfer {
  from: Id;
  to: Id;
  quantity: number;
  /** Its units are already off the donor's `available`. */
  reserved: boolean;
  /** Days since it was approved. */
  ageDays: number;
}

export interface RebalancePolicy {
  /** Demand and sales beyond it do not count. */
  horizonDays: number;
  /** A donor keeps this quantile of its demand over the horizon plus its safety stock. */
  donorFloorQuantile: number;
  /** Least net gain of a moved unit, as a share of the margin: below it moving is not worth the trouble. */
  hurdleShareOfMargin: number;
  /** Cost of holding stock a year, as a share of its cost: charged for the days in transit, and until the horizon for what is not sold by then. */
  holdingRatePerYear: number;
  /** Days before the same SKU is sent again on the same lane, where the lane does not say. */
  cooldownDays: number;
}

export interface RebalanceProblem {
  sku: RebalanceSku;
  locations: readonly RebalanceLocation[];
  lanes: readonly RebalanceLane[];
  openTransfers: readonly OpenTransfer[];
  policy: RebalancePolicy;
}

/** One movement of the plan. value = gain − donor loss − freight − handling − transit − holding − fixed. */
export interface TransferMove {
  laneId: Id;
  from: Id;
  to: Id;
  quantity: number;
  /** quantity ÷ pack size; whole where the lane ships whole packs. */
  packs: number;
  leadTimeDays: number;
  /** Units of it that are expected to be sold between arrival and horizon, and would else be missed. */
  soldUnits: number;
  /** Sales the donor is expected to miss for it. */
  donorLostUnits: number;
  gainMinor: number;
  donorLossMinor: number;
  freightMinor: number;
  handlingMinor: number;
  transitMinor: number;
  /** Holding until the horizon of the units that are not expected to be sold by then. */
  holdingMinor: number;
  fixedMinor: number;
  valueMinor: number;
}

/** Why a place or a lane takes no part. */
export interface Exclusion {
  kind: "location" | "lane";
  id: Id;
  why:
    | "stock_unknown"
    | "forecast_unknown"
    | "protected"
    | "nothing_to_spare"
    | "goods_not_allowed"
    | "reverse_flow"
    | "cooling_down"
    | "no_departure"
    | "needs_removal_lane"
    | "needs_inbound_lane"
    | "arrives_after_horizon"
    | "below_minimum"
    | "costs_more_than_it_earns"
    | "not_in_the_best_plan";
}

export interface RebalancePlan {
  skuId: Id;
  /** Empty: moving nothing is best. */
  moves: TransferMove[];
  /** Expected value of the moves in minor units; 8 of 10 outcomes lie between low and high. */
  value: ValueRange;
  /** What was maximised: value − hurdle, not rounded. */
  objectiveMinor: number;
  /** No plan can have a higher objective. */
  upperBoundMinor: number;
  /** (bound − objective) ÷ bound, 0 to 1; 0 is proved best. */
  optimalityGap: number;
  excluded: Exclusion[];
}
