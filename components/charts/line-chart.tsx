"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { ChartFrame, type ChartFrameProps, Legend } from "./frame";
import { endsCollide, findGaps } from "./gaps";
import { LazyPlot } from "./lazy-plot";
import { rowsOf, seriesColor } from "./series";
import { isCalendar, type LineSeries, type Span, toTime, type Unit, type X } from "./types";
import { useUnit } from "./use-unit";

export interface LineChartProps extends ChartFrameProps {
  series: LineSeries[];
  unit: Unit;
  /** "data" starts the axis near the figures; say so in the subtitle. Default zero. */
  yFrom?: "zero" | "data";
  /** The current period, or ad sales of the last 3 days: drawn hollow from here. */
  incompleteFrom?: X | null;
  /** Limits and targets. */
  marks?: { y: number; label: string }[];
  /** Spans drawn hatched in out, for example "could not be bought". */
  spans?: Span[];
  /** Charts of one subject share it: their tooltips move together. */
  syncId?: string;
  heightPx?: number;
}

/** How did it go: straight lines for flows, steps for stock, at most four. */
export function LineChart({
  series,
  unit,
  yFrom = "zero",
  incompleteFrom = null,
  marks,
  spans,
  syncId,
  heightPx = 220,
  ...frame
}: LineChartProps) {
  const t = useTranslations("chart");
  const format = useFormat();
  const { full } = useUnit(unit);
  const open = incompleteFrom === null ? null : toTime(incompleteFrom);
  const rows = rowsOf(series, open);
  const known = series.flatMap((each) =>
    each.points.map((point) => point.y).filter((y): y is number => y !== null),
  );
  const span = Math.max(...known, 0) - Math.min(...known, yFrom === "zero" ? 0 : Number.POSITIVE_INFINITY);
  const ends = series
    .map((each) => each.points.findLast((point) => point.y !== null)?.y)
    .filter((y): y is number => typeof y === "number");
  const crowded = series.length > 1 && endsCollide(ends, span, heightPx - 40);
  const lines = series.map((each, index) => ({
    key: each.key,
    label: each.label,
    color: seriesColor(each.color ?? index + 1),
    dashed: each.dashed,
    step: each.step,
    nameAtEnd: series.length > 1 && !crowded,
    incompleteFrom: open,
  }));
  const moments = [...new Set(series.flatMap((each) => each.points.map((point) => point.x)))];
  const table = {
    columns: [t("when"), ...series.map((each) => each.label)],
    rows: moments.map((x) => [
      isCalendar(moments)
        ? format.calendarDay(String(x), "table")
        : format.moment(new Date(toTime(x)), "table"),
      ...series.map((each) => full(each.points.find((point) => point.x === x)?.y ?? null)),
    ]),
  };
  return (
    <ChartFrame {...frame} table={table} legend={crowded ? <Legend entries={lines} /> : undefined}>
      <LazyPlot
        rows={rows}
        lines={lines}
        unit={unit}
        fromZero={yFrom === "zero"}
        heightPx={heightPx}
        syncId={syncId}
        gaps={
          series[0] ? findGaps(series[0].points.map((point) => ({ x: toTime(point.x), y: point.y }))) : []
        }
        spans={spans?.map((each) => ({ ...each, from: toTime(each.from), to: toTime(each.to) }))}
        marks={marks}
        summary={frame.summary}
        calendar={isCalendar(moments)}
      />
    </ChartFrame>
  );
}

export interface SpendLineProps extends Omit<LineChartProps, "series" | "unit"> {
  points: { x: X; y: number | null }[];
  currency: string;
  label: string;
}

/** Spend by the hour with the spans in which nothing could be bought. Amounts are minor units. */
export function SpendLine({ points, currency, label, ...rest }: SpendLineProps) {
  return <LineChart {...rest} unit={{ currency }} series={[{ key: "spend", label, points }]} />;
}
