/** What an action is expected to be worth, in the company's currency. */
export interface Expected {
  lowMinor: number;
  midMinor: number;
  highMinor: number;
}

/** Splits an option's value over its steps by weight (all equal when they sum to 0); the parts add up to the whole. */
export function shareValue(value: Expected, weights: readonly number[]): Expected[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = (minor: number): number[] => {
    let left = minor;
    return weights.map((weight, index) => {
      const share = total > 0 ? weight / total : 1 / weights.length;
      const part = index === weights.length - 1 ? left : Math.round(minor * share);
      left -= part;
      return part;
    });
  };
  const [low, mid, high] = [parts(value.lowMinor), parts(value.midMinor), parts(value.highMinor)];
  return weights.map((_, index) => ({
    lowMinor: low[index] ?? 0,
    midMinor: mid[index] ?? 0,
    highMinor: high[index] ?? 0,
  }));
}
