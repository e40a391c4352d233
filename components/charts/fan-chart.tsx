"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { ChartFrame, type ChartFrameProps } from "./frame";
import { findGaps } from "./gaps";
import { LazyPlot } from "./lazy-plot";
import type { PlotRow } from "./plot-rows";
import { isCalendar, toTime, type Unit, type X } from "./types";
import { useUnit } from "./use-unit";

export interface FanPoint {
  x: X;
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
}

export interface FanChartProps extends ChartFrameProps {
  past: { x: X; y: number | null }[];
  /** A forecast without a band is not shown: every point has all five quantiles. */
  fan: FanPoint[];
  today: X;
  arrivals?: { x: X; label: string }[];
  unit: Unit;
  /** Steps for stock. */
  step?: boolean;
  heightPx?: number;
  /** One of a set on one scale: least and most of all of them. The set says what the bands mean. */
  setRange?: readonly [number, number];
}

/** What may come: the solid past, then a dashed median with its bands. */
export function FanChart({
  past,
  fan,
  today,
  arrivals = [],
  unit,
  step,
  heightPx = 240,
  setRange,
  ...frame
}: FanChartProps) {
  const t = useTranslations("chart");
  const format = useFormat();
  const { full } = useUnit(unit);
  const rows = new Map<number, PlotRow>();
  for (const point of past) rows.set(toTime(point.x), { x: toTime(point.x), past: point.y });
  for (const point of fan) {
    const x = toTime(point.x);
    rows.set(x, {
      ...rows.get(x),
      x,
      median: point.p50,
      inner: [point.p25, point.p75],
      outer: [point.p10, point.p90],
    });
  }
  const below = fan.find((point) => point.p50 < 0);
  const subtitle = [
    frame.subtitle,
    setRange ? null : t("fanNote"),
    below ? t("belowZero", { day: format.dayOfYear(new Date(toTime(below.x))) }) : null,
  ]
    .filter(Boolean)
    .join(" · ");
  const table = {
    columns: [t("when"), t("known"), t("p10"), t("p25"), t("p50"), t("p75"), t("p90")],
    rows: [
      ...past.map((point) => [
        format.day(new Date(toTime(point.x)), "table"),
        full(point.y),
        "",
        "",
        "",
        "",
        "",
      ]),
      ...fan.map((point) => [
        format.day(new Date(toTime(point.x)), "table"),
        "",
        full(point.p10),
        full(point.p25),
        full(point.p50),
        full(point.p75),
        full(point.p90),
      ]),
    ],
  };
  const color = "var(--series-1)";
  return (
    <ChartFrame {...frame} subtitle={subtitle} table={table}>
      <LazyPlot
        rows={[...rows.values()].sort((a, b) => a.x - b.x)}
        lines={[
          { key: "past", label: t("known"), color, step },
          { key: "median", label: t("p50"), color, dashed: true, step },
        ]}
        bands={[
          { key: "outer", label: t("outerBand"), color, opacity: 0.14 },
          { key: "inner", label: t("innerBand"), color, opacity: 0.28 },
        ]}
        unit={unit}
        fromZero
        range={setRange}
        heightPx={heightPx}
        gaps={findGaps(past.map((point) => ({ x: toTime(point.x), y: point.y })))}
        ticksAt={arrivals.map((arrival) => ({ x: toTime(arrival.x), label: arrival.label }))}
        today={toTime(today)}
        summary={frame.summary}
        calendar={isCalendar([...past, ...fan].map((point) => point.x))}
      />
    </ChartFrame>
  );
}
