import type { KpiWeek } from "@/db/queries/overview";

/** One KPI as the tile shows it: the newest week, the one before, and thirteen points. */
export interface TileFigures {
  now: number | null;
  before: number | null;
  points: (number | null)[];
  /** Range of the eight weeks before the newest, inside which a change is noise. */
  normalRange: [number, number] | undefined;
  computedAt: string | null;
  newest: KpiWeek | undefined;
}

/** How a week's value comes from its days. */
type Reduce = (week: KpiWeek) => number | null;

const shareOf =
  (part: string, whole: string): Reduce =>
  (week) => {
    const total = week.sums[whole] ?? 0;
    return total > 0 ? (week.sums[part] ?? 0) / total : null;
  };

/** Ratios are summed first and divided once; amounts a day are means; a stock figure is its last value. */
export const reducers = {
  in_stock_rate: shareOf("expectedInStock", "expected"),
  lost_sales_minor: (week) => week.mean,
  turnover: (week) => week.last,
  order_accuracy: shareOf("equal", "checked"),
  ad_wasted_minor: (week) => week.mean,
  sync_lag_p95_seconds: (week) => week.mean,
} as const satisfies Record<string, Reduce>;
export type TileMetric = keyof typeof reducers;
export const tileMetrics = Object.keys(reducers) as TileMetric[];

/** The figures of one tile out of its weeks, oldest first. */
export function tileFigures(metric: TileMetric, weeks: readonly KpiWeek[]): TileFigures {
  const own = weeks.filter((week) => week.metric === metric);
  const reduce: Reduce = reducers[metric];
  const points = own.map(reduce);
  const earlier = points.slice(-9, -1).filter((point) => point !== null);
  return {
    now: points.at(-1) ?? null,
    before: points.at(-2) ?? null,
    points,
    normalRange: earlier.length >= 4 ? [Math.min(...earlier), Math.max(...earlier)] : undefined,
    computedAt: own.at(-1)?.computedAt?.toISOString() ?? null,
    newest: own.at(-1),
  };
}
