/** An uncertain amount in minor units of one currency. low ≤ mid ≤ high; a cost is negative. */
export interface ValueRange {
  lowMinor: number;
  midMinor: number;
  highMinor: number;
}

export const zeroRange: ValueRange = { lowMinor: 0, midMinor: 0, highMinor: 0 };

/** Three figures in any order as a range of whole minor units: the middle one is kept within its ends. */
export function valueRange(lowMinor: number, midMinor: number, highMinor: number): ValueRange {
  const low = Math.min(lowMinor, midMinor, highMinor);
  const high = Math.max(lowMinor, midMinor, highMinor);
  return {
    lowMinor: whole(low),
    midMinor: whole(Math.min(Math.max(midMinor, low), high)),
    highMinor: whole(high),
  };
}

/** Sum of ranges whose errors go together, so that the width of the sum is never understated. */
export function addRanges(ranges: readonly ValueRange[]): ValueRange {
  let lowMinor = 0;
  let midMinor = 0;
  let highMinor = 0;
  for (const range of ranges) {
    lowMinor += range.lowMinor;
    midMinor += range.midMinor;
    highMinor += range.highMinor;
  }
  return { lowMinor, midMinor, highMinor };
}

/** The same uncertainty seen from the other side: a gain as a cost. */
export function negateRange(range: ValueRange): ValueRange {
  return valueRange(-range.highMinor, -range.midMinor, -range.lowMinor);
}

/** Nearest whole number, never −0. */
function whole(value: number): number {
  return Math.round(value) + 0;
}
