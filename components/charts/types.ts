/** A moment as ISO text, a day as "YYYY-MM-DD", or milliseconds. */
export type X = string | number;

export interface XY {
  x: X;
  y: number | null;
}

export interface LineSeries {
  key: string;
  label: string;
  points: XY[];
  /** Steps for stock, straight lines for flows. */
  step?: boolean;
  dashed?: boolean;
  /** Place among the five series colours, 1 to 5; by order if absent. A channel keeps its own on every page. */
  color?: 1 | 2 | 3 | 4 | 5;
}

export interface Span {
  from: X;
  to: X;
  label: string;
}

/** How figures are printed on axes and in tooltips. Serialisable, so that a server page can give it. */
export interface Unit {
  /** Word behind the figure: "units". Not used with a currency. */
  label?: string;
  /** Figures are minor units of this currency. */
  currency?: string;
  /** Figures are shares from 0 to 1. */
  percent?: boolean;
  decimals?: number;
}

/** Whether the points are calendar days, which have no zone. */
export const isCalendar = (xs: readonly X[]): boolean =>
  xs.every((x) => typeof x === "string" && x.length === 10);

export const toTime = (x: X): number =>
  typeof x === "number" ? x : Date.parse(x.length === 10 ? `${x}T00:00:00Z` : x);
