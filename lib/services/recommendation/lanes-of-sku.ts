import type { RebalanceLane } from "@/lib/decisions/rebalance/types";
import type { LaneInput } from "./load-lanes";

interface SkuOnLane {
  weightGrams: number | null;
  volumeCm3: number | null;
  /** What the newest plan sends of it on the lane, units. */
  plannedUnits: number;
}

/** Before the first plan a lane holds what leaves next, and every SKU that uses it pays for its shipment. */
const unplanned = {
  ...{ units: 0, grams: 0, cm3: 0, isUsed: false, fixedShare: 0 },
  ...{ roomMinorPerUnit: 0, roomMinorPerGram: 0, roomMinorPerCm3: 0 },
};

/**
 * A lane as one SKU finds it beside the plan of all: a shipment that goes anyway costs it a part of what it earns there, no
 * minimum binds it, and it has the room that the others leave. A lane on which nothing goes must be paid by the SKU alone.
 */
export function laneAtStanding(
  lane: LaneInput,
  { weightGrams, volumeCm3, plannedUnits }: SkuOnLane,
): RebalanceLane {
  const { leaving } = lane;
  const standing = lane.standing ?? { ...unplanned, fixedMinor: lane.fixedMinor };
  const room = (limit: number | null, taken: number, perUnit: number | null) =>
    limit === null ? null : Math.max(0, limit - taken + plannedUnits * (perUnit ?? 0));
  const open = {
    ...lane,
    maxQuantity: room(lane.maxQuantity, leaving.units + standing.units, 1),
    maxGrams: room(lane.maxGrams, leaving.grams + standing.grams, weightGrams),
    maxCm3: room(lane.maxCm3, leaving.cm3 + standing.cm3, volumeCm3),
    roomMinorPerUnit:
      standing.roomMinorPerUnit +
      standing.roomMinorPerGram * (weightGrams ?? 0) +
      standing.roomMinorPerCm3 * (volumeCm3 ?? 0),
  };
  if (standing.isUsed)
    return { ...open, fixedMinor: 0, fixedShare: standing.fixedShare, minQuantity: 1, minValueMinor: 0 };
  return {
    ...open,
    fixedMinor: standing.fixedMinor,
    minQuantity: Math.max(1, lane.minQuantity - leaving.units),
    minValueMinor: Math.max(0, lane.minValueMinor - leaving.goodsMinor),
  };
}
