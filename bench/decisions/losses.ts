/**
 * Root mean squared error of a forecast, scaled by what the naive forecast of the next day would have missed by in the past (RMSSE,
 * M5 competition: Makridakis et al., IJF 38, 2022). 0 when nothing ever changed from day to day.
 */
export function scaledError(history: Float64Array, ahead: Float64Array, mean: ArrayLike<number>): number {
  const scale = naiveError(history);
  if (!(scale > 0)) return 0;
  let squares = 0;
  for (let day = 0; day < ahead.length; day++) squares += ((ahead[day] ?? 0) - (mean[day] ?? 0)) ** 2;
  return Math.sqrt(squares / ahead.length / scale);
}

/** Mean squared change from day to day. */
export function naiveError(history: Float64Array): number {
  let squares = 0;
  for (let day = 1; day < history.length; day++)
    squares += ((history[day] as number) - (history[day - 1] as number)) ** 2;
  return squares / Math.max(1, history.length - 1);
}
