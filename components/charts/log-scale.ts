/** Share of the axis (0 to 1) at which a value stands on a logarithmic scale; values outside stand at its ends. */
export function logShare(value: number, least: number, most: number): number {
  if (value <= least) return 0;
  return Math.min(1, Math.log(value / least) / Math.log(most / least));
}
