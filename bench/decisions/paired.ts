/** Sums of two methods' losses by group (one product, over all its forecasts), in the same order. */
export interface PairedLosses {
  ours: readonly number[];
  theirs: readonly number[];
}

/**
 * Ratio of our mean loss to theirs with its 95 % interval from the paired differences by group. Source of the variance of a
 * ratio: Cochran, Sampling Techniques, 3rd ed., ch. 6. Throws RangeError when theirs is nothing.
 */
export function pairedRatio({ ours, theirs }: PairedLosses): { ratio: number; low: number; high: number } {
  const count = ours.length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const base = sum(theirs);
  if (!(base > 0)) throw new RangeError("there is nothing to compare with");
  const ratio = sum(ours) / base;
  const squares = ours.reduce((total, value, i) => total + (value - ratio * (theirs[i] ?? 0)) ** 2, 0);
  const deviation = Math.sqrt((squares * count) / Math.max(1, count - 1)) / base;
  return { ratio, low: ratio - 1.96 * deviation, high: ratio + 1.96 * deviation };
}
