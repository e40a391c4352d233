import { OUTSIDE_PLACE, type StockMove, stockPlace, transitPlace } from "@/db/queries/ledger";
import type { LineBalance } from "./settle";

/**
 * The ledger moves that lead from one balance of a line to the next. A later word that takes back an earlier one is
 * answered by a move the other way, never by a changed row.
 */
export function movesBetween(
  before: LineBalance,
  after: LineBalance,
  line: { skuId: number; originId: number; destinationId: number },
  context: Pick<StockMove, "occurredAt" | "document" | "actor" | "connectionId" | "note">,
): StockMove[] {
  const origin = stockPlace(line.originId);
  const transit = transitPlace(line.destinationId);
  const destination = stockPlace(line.destinationId);
  const step = (units: number, from: number, to: number, reason: StockMove["reason"]): StockMove[] => {
    if (units === 0) return [];
    const [fromPlaceId, toPlaceId] = units > 0 ? [from, to] : [to, from];
    const why = units > 0 ? reason : "correction";
    return [
      { ...context, skuId: line.skuId, fromPlaceId, toPlaceId, quantity: Math.abs(units), reason: why },
    ];
  };
  return [
    ...step(after.outUnits - before.outUnits, origin, transit, "transfer_out"),
    ...step(after.inUnits - before.inUnits, transit, destination, "transfer_in"),
    ...step(after.overUnits - before.overUnits, OUTSIDE_PLACE.count, destination, "transfer_over"),
    ...step(after.shortUnits - before.shortUnits, transit, OUTSIDE_PLACE.loss, "transfer_short"),
  ];
}
