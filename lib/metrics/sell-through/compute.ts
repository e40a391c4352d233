/**
 * Sell-through of a period, 0 to 1: units sold ÷ (units on hand at its start + units received in it). Null when there was
 * nothing to sell, or the opening stock is unknown. Can exceed 1 only where returns or found units were sold.
 */
export function sellThrough(input: {
  soldUnits: number;
  openingUnits: number | null;
  receivedUnits: number;
}): number | null {
  if (input.openingUnits === null) return null;
  const offered = Math.max(0, input.openingUnits) + input.receivedUnits;
  return offered > 0 ? input.soldUnits / offered : null;
}
