import type { ValueRange } from "../value-range/compute";
import { valueRange } from "../value-range/compute";

/**
 * What was expected of the days that are measured: the expectation without its cost, in proportion to the days, less the cost,
 * which is paid whatever the days. So a day that was expected is held against a day that was measured.
 * `share` is the part of the days that the expectation covers which is measured, 0 to 1.
 */
export function claimedPart(expected: ValueRange, costMinor: number, share: number): ValueRange {
  const part = (minor: number) => (minor + costMinor) * Math.min(1, Math.max(0, share)) - costMinor;
  return valueRange(part(expected.lowMinor), part(expected.midMinor), part(expected.highMinor));
}
