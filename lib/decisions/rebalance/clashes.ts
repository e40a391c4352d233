import { shipmentLimitUnits } from "./lanes";
import type { RebalanceLane, RebalanceSku } from "./types";

/** Why a lane can never carry a SKU as both are entered, or ships nothing at all. Units where limits exclude one another. */
export interface LaneClash {
  why:
    | "hazmat_not_allowed"
    | "cold_chain_not_allowed"
    | "minimum_above_room"
    | "pack_above_room"
    | NonNullable<RebalanceLane["closedWhy"]>;
  /** What a shipment needs at least: the lane's least quantity, or one pack. */
  leastUnits?: number;
  /** What it can hold at most. */
  mostUnits?: number;
}

/** What stands between a SKU and a lane whatever is short and whatever it would earn; empty: nothing does. */
export function laneClashes(sku: RebalanceSku, lane: RebalanceLane): LaneClash[] {
  const clashes: LaneClash[] = [];
  if (lane.closedWhy) clashes.push({ why: lane.closedWhy });
  if (sku.hazmat && !lane.hazmatAllowed) clashes.push({ why: "hazmat_not_allowed" });
  if (sku.coldChain && !lane.coldChainAllowed) clashes.push({ why: "cold_chain_not_allowed" });
  const mostUnits = Math.floor(shipmentLimitUnits(sku, lane));
  const packUnits = lane.wholePacks ? sku.packSize : 1;
  if (lane.minQuantity > mostUnits)
    clashes.push({ why: "minimum_above_room", leastUnits: lane.minQuantity, mostUnits });
  else if (packUnits > mostUnits) clashes.push({ why: "pack_above_room", leastUnits: packUnits, mostUnits });
  return clashes;
}
