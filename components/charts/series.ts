import type { PlotRow } from "./plot-rows";
import { type LineSeries, toTime } from "./types";

/** Colour of a series by its place in the one order that all charts share. */
export const seriesColor = (place: number): string =>
  place >= 1 && place <= 5 ? `var(--series-${place})` : "var(--muted)";

/** One row a moment with a value a series; from `incompleteFrom` on values go to a second key that is drawn hollow. */
export function rowsOf(series: readonly LineSeries[], incompleteFrom: number | null): PlotRow[] {
  const rows = new Map<number, PlotRow>();
  for (const { key, points } of series) {
    for (const point of points) {
      const x = toTime(point.x);
      const row: PlotRow = rows.get(x) ?? { x };
      const open = incompleteFrom !== null && x >= incompleteFrom;
      row[open ? `${key}~` : key] = point.y;
      rows.set(x, row);
    }
  }
  const sorted = [...rows.values()].sort((a, b) => a.x - b.x);
  if (incompleteFrom !== null) {
    const joint = sorted.findLast((row) => row.x < incompleteFrom);
    for (const { key } of series) if (joint) joint[`${key}~`] = joint[key] ?? null;
  }
  return sorted;
}
