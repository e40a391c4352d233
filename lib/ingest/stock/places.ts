import { OUTSIDE_PLACE, stockPlace, unavailablePlace } from "@/db/queries/ledger";
import type { STOCK_REASONS } from "@/lib/ingest/schemas/stock";

export type ChangeReason = Exclude<(typeof STOCK_REASONS)[number], "reading">;

/** Where the units of a change on its shelf come from or go to, by its reason. */
const otherSide: Record<Exclude<ChangeReason, "damage">, number> = {
  count: OUTSIDE_PLACE.count,
  adjustment: OUTSIDE_PLACE.count,
  opening: OUTSIDE_PLACE.count,
  receipt: OUTSIDE_PLACE.supplier,
  sale: OUTSIDE_PLACE.customer,
  return: OUTSIDE_PLACE.customer,
  write_off: OUTSIDE_PLACE.loss,
};

/** Both ends of the move that a change is; null when the reason does not go with its direction. */
export function changePlaces(
  reason: ChangeReason,
  delta: number,
  locationId: number,
): { from: number; to: number; reason: ChangeReason } | null {
  const shelf = stockPlace(locationId);
  if (reason === "damage") {
    const spoilt = unavailablePlace(locationId);
    return delta < 0 ? { from: shelf, to: spoilt, reason } : { from: spoilt, to: shelf, reason };
  }
  const wrongWay =
    ((reason === "receipt" || reason === "return" || reason === "opening") && delta < 0) ||
    ((reason === "sale" || reason === "write_off") && delta > 0);
  if (wrongWay) return null;
  const other = otherSide[reason];
  return delta > 0 ? { from: other, to: shelf, reason } : { from: shelf, to: other, reason };
}
