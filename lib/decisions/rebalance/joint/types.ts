import type { Id } from "../../types";
import type { RebalancePlan, RebalanceProblem } from "../types";

/** What one shipment of a lane must hold to, whatever SKUs it carries. Null: no limit known. */
export interface ShipmentTerms {
  laneId: Id;
  /** Paid once if anything goes; what a shipment that is going anyway has paid already is off it. Minor units. */
  fixedMinor: number;
  minUnits: number;
  /** Least value of the goods at cost, minor units. */
  minValueMinor: number;
  capacityUnits: number | null;
  capacityGrams: number | null;
  capacityCm3: number | null;
}

/** What the last unit of room on a lane is worth: what one more unit, gram or cm³ of capacity would earn, minor units. */
export interface RoomPrices {
  perUnit: number;
  perGram: number;
  perCm3: number;
}

/** One lane's shipment of a plan. */
export interface PlannedShipment {
  laneId: Id;
  units: number;
  grams: number;
  cm3: number;
  /** Of the goods at cost. */
  goodsMinor: number;
  skuCount: number;
  /** What its moves earn before the fixed cost, minor units. */
  earnsMinor: number;
  fixedMinor: number;
  /** Part of each line's earnings that pays the fixed cost, 0 to 1. */
  fixedShare: number;
  roomPrices: RoomPrices;
}

/** Why nothing goes on a lane although some SKU would want to. */
export interface ClosedLane {
  laneId: Id;
  why: "fixed_cost_not_earned" | "minimum_not_reached" | "minimum_above_capacity";
  /** What all SKUs together would earn on it before its fixed cost, minor units; and the units. */
  earnsMinor: number;
  units: number;
}

/** The plan of all SKUs. */
export interface JointPlan {
  /** In the order of the problems. */
  plans: RebalancePlan[];
  shipments: PlannedShipment[];
  closed: ClosedLane[];
  /** What was maximised: Σ value − hurdles, not rounded. */
  objectiveMinor: number;
  /** No plan can have a higher objective. */
  upperBoundMinor: number;
  /** (bound − objective) ÷ bound, 0 to 1. */
  optimalityGap: number;
}

export interface JointProblem {
  problems: readonly RebalanceProblem[];
  /** Lanes that are not named have the terms that their SKUs' problems state. */
  terms?: readonly ShipmentTerms[];
}
