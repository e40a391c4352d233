export type DriftKind = "none" | "oversell" | "hidden" | "unknown";

/** How far a published quantity may lie from the truth. */
export interface DriftTolerance {
  units: number;
  /** Part of the available to sell, 0 to 1. */
  share: number;
}

export const defaultDriftTolerance: DriftTolerance = { units: 5, share: 0.1 };

/**
 * Drift = published − available to sell, in units. Beyond max(5 units, 10 % of available to sell) it is an oversell risk
 * (published too high) or hidden stock (too low); within, none. Unknown on either side is unknown. The two kinds
 * are never netted.
 */
export function drift(
  publishedUnits: number | null,
  availableToSellUnits: number | null,
  tolerance: DriftTolerance = defaultDriftTolerance,
): { kind: DriftKind; units: number | null } {
  if (publishedUnits === null || availableToSellUnits === null) return { kind: "unknown", units: null };
  const units = publishedUnits - availableToSellUnits;
  const limit = Math.max(tolerance.units, tolerance.share * availableToSellUnits);
  if (units > limit) return { kind: "oversell", units };
  return { kind: units < -limit ? "hidden" : "none", units };
}
