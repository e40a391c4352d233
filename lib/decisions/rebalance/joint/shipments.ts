import type { Id } from "../../types";
import { chargeFixed, netBeforeFixedMinor } from "../describe";
import type { RebalancePlan } from "../types";
import type { Joint } from "./cells";
import { freeRoom, loadsOf } from "./cells";
import type { PlannedShipment } from "./types";

/**
 * One shipment a lane that carries something. Its fixed cost is shared by its lines in proportion to what each earns, so that
 * no line is made a loss by another's: `fixedShare` of its earnings is what each pays.
 */
export function shipmentsOf(joint: Joint, plans: readonly RebalancePlan[]): PlannedShipment[] {
  const earned = new Map<Id, { minor: number; skus: number }>();
  for (const plan of plans) {
    for (const move of plan.moves) {
      const sum = earned.get(move.laneId) ?? { minor: 0, skus: 0 };
      sum.minor += Math.max(0, netBeforeFixedMinor(move));
      sum.skus++;
      earned.set(move.laneId, sum);
    }
  }
  return loadsOf(joint).flatMap((load, index) => {
    const terms = joint.lanes[index]?.terms;
    const sum = terms && earned.get(terms.laneId);
    if (!sum || load.units === 0) return [];
    return [
      {
        laneId: terms.laneId,
        ...load,
        skuCount: sum.skus,
        earnsMinor: sum.minor,
        fixedMinor: terms.fixedMinor,
        fixedShare: sum.minor > 0 ? Math.min(1, terms.fixedMinor / sum.minor) : 0,
        roomPrices: joint.prices[index] ?? freeRoom,
      },
    ];
  });
}

/** The plans with each move's part of its shipment's fixed cost. */
export function shareFixedCosts(
  plans: readonly RebalancePlan[],
  shipments: readonly PlannedShipment[],
): RebalancePlan[] {
  const shares = new Map(shipments.map(({ laneId, fixedShare }) => [laneId, fixedShare]));
  return plans.map((plan) => {
    let fixed = 0;
    const moves = plan.moves.map((move) => {
      const charged = chargeFixed(move, shares.get(move.laneId) ?? 0);
      fixed += charged.fixedMinor - move.fixedMinor;
      return charged;
    });
    const { lowMinor, midMinor, highMinor } = plan.value;
    return {
      ...plan,
      moves,
      value: { lowMinor: lowMinor - fixed, midMinor: midMinor - fixed, highMinor: highMinor - fixed },
    };
  });
}
