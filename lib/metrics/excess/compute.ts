/**
 * Excess of a SKU at one place: whole units of available + incoming beyond `excessAfterDays` (default 90) of forecast, and
 * what they cost. Without demand all of it is excess. Never net one place's excess against another's shortage: sum the
 * results, not the stocks. Units are null when stock or forecast is unknown, cost also when the unit cost is.
 * Unit cost in minor units (fractions allowed, rounded once here).
 */
export function excess(input: {
  available: number | null;
  incoming: number;
  meanPerDay: number | null;
  unitCostMinor: number | null;
  excessAfterDays?: number;
}): { units: number | null; costMinor: number | null } {
  if (input.available === null || input.meanPerDay === null) return { units: null, costMinor: null };
  const limit = (input.excessAfterDays ?? 90) * input.meanPerDay;
  const units = Math.max(0, Math.floor(input.available + input.incoming - limit));
  return { units, costMinor: input.unitCostMinor === null ? null : Math.round(units * input.unitCostMinor) };
}
