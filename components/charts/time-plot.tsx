"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { makeFormat, useFormat } from "@/components/format";
import type { PlotBand, PlotLine, PlotRow } from "./plot-rows";
import { PlotTip, tipEntries } from "./plot-tip";
import { isFirstOfMonth, isMidnight, niceTicks, timeTicks } from "./ticks";
import type { Unit } from "./types";
import { useUnit } from "./use-unit";

export interface TimePlotProps {
  rows: PlotRow[];
  lines: PlotLine[];
  bands?: PlotBand[];
  unit: Unit;
  fromZero: boolean;
  heightPx: number;
  syncId?: string;
  gaps?: { from: number; to: number }[];
  spans?: { from: number; to: number; label: string }[];
  marks?: { y: number; label: string }[];
  ticksAt?: { x: number; label: string }[];
  today?: number | null;
  range?: readonly [number, number];
  /** Axis text only on the outer edge of a set of panels. */
  axes?: { x: boolean; y: boolean };
  summary: string;
  /** The points are calendar days, which have no zone. */
  calendar?: boolean;
}

/** Drawings lower than this are panels of a set. */
const smallPx = 160;

/** Words on the drawing stand on a rim of the surface, so that lines do not run through them. */
const onDrawing = { fontSize: 12, stroke: "var(--surface)", strokeWidth: 4, paintOrder: "stroke" };

function figuresOf(rows: readonly PlotRow[]): number[] {
  return rows.flatMap(({ x: _, ...values }) =>
    Object.values(values)
      .flat()
      .filter((value): value is number => typeof value === "number"),
  );
}

const leastTicksPx = 56;

/** Room that the longest figure of an axis takes: a Han character is as wide as two digits. */
function roomOfTicks(ticks: readonly string[]): number {
  const widths = ticks.map((tick) => [...tick].reduce((sum, one) => sum + (one > "\u2e7f" ? 13 : 7.5), 10));
  return Math.max(leastTicksPx, ...widths);
}

/** The drawing of everything that runs over time. Loaded with recharts, after the first paint. */
export default function TimePlot(props: TimePlotProps) {
  const {
    rows,
    lines,
    bands = [],
    unit,
    fromZero,
    heightPx,
    syncId,
    gaps = [],
    spans = [],
    marks = [],
    ticksAt = [],
    today,
    axes = { x: true, y: true },
  } = props;
  const t = useTranslations("chart");
  const reader = useFormat();
  const format = props.calendar ? makeFormat(reader.locale, "UTC") : reader;
  const { short, full } = useUnit(unit);
  const figures = [...figuresOf(rows), ...marks.map((mark) => mark.y)];
  const [least, most] = props.range ?? [
    Math.min(...figures, ...(fromZero ? [0] : [])),
    Math.max(...figures, ...(fromZero ? [0] : [])),
  ];
  const yTicks = niceTicks(least, most);
  const first = rows[0]?.x ?? 0;
  const last = rows.at(-1)?.x ?? 1;
  const zone = props.calendar ? "UTC" : format.timeZone;
  const xTicks = timeTicks(first, last, zone);
  const short24 = last - first <= 3 * 86_400_000;
  const wordsAt = (time: number) =>
    short24 && !isMidnight(time, zone) ? format.time(new Date(time)) : format.dayOfYear(new Date(time));
  const named = lines.some((line) => line.nameAtEnd);
  const [tipShut, setTipShut] = useState(false);
  const plot = (
    <ResponsiveContainer width="100%" height={heightPx} initialDimension={{ width: 480, height: heightPx }}>
      <ComposedChart
        data={rows}
        syncId={syncId}
        accessibilityLayer
        margin={{ top: 12, right: named ? 84 : 12, bottom: 0, left: 0 }}
      >
        <defs>
          <pattern
            id="chart-hatch-muted"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" x2="0" y1="0" y2="6" stroke="var(--unknown-mark)" strokeWidth="1.5" />
          </pattern>
          <pattern
            id="chart-hatch-out"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" x2="0" y1="0" y2="6" stroke="var(--out-mark)" strokeWidth="2" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="x"
          type="number"
          scale="time"
          domain={[first, last]}
          ticks={xTicks}
          hide={!axes.x}
          height={24}
          interval="preserveStart"
          minTickGap={12}
          tickFormatter={wordsAt}
          axisLine={{ stroke: "var(--field-border)" }}
          tickLine={false}
          tick={(tick) => (
            <TimeTick
              {...tick}
              words={wordsAt(tick.payload.value)}
              strong={!short24 && isFirstOfMonth(tick.payload.value, zone)}
            />
          )}
        />
        <YAxis
          width={axes.y ? roomOfTicks(yTicks.map(short)) : 4}
          domain={[yTicks[0] ?? 0, yTicks.at(-1) ?? 1]}
          ticks={yTicks}
          interval={0}
          tickFormatter={axes.y ? short : () => ""}
          axisLine={false}
          tickLine={false}
          tick={{ fontSize: "var(--caption-size)", fill: "var(--muted)" }}
        />
        {gaps.map((gap) => (
          <ReferenceArea
            key={gap.from}
            x1={gap.from}
            x2={gap.to}
            fill="url(#chart-hatch-muted)"
            fillOpacity={0.6}
            stroke="none"
            label={{
              value: t("noData", {
                from: format.dayOfYear(new Date(gap.from)),
                to: format.dayOfYear(new Date(gap.to)),
              }),
              ...onDrawing,
              fill: "var(--muted)",
              position: "insideTop",
            }}
          />
        ))}
        {spans.map((span) => (
          <ReferenceArea
            key={`${span.from}-${span.to}`}
            x1={span.from}
            x2={span.to}
            fill="url(#chart-hatch-out)"
            fillOpacity={0.45}
            stroke="none"
            label={(place) => <SpanName viewBox={place.viewBox} words={span.label} />}
          />
        ))}
        {bands.map((band) => (
          <Area
            key={band.key}
            dataKey={band.key}
            type="linear"
            stroke="none"
            fill={band.color}
            fillOpacity={band.opacity}
            isAnimationActive={false}
            activeDot={false}
            connectNulls={false}
            tooltipType="none"
          />
        ))}
        {least < 0 ? <ReferenceLine y={0} stroke="var(--field-border)" /> : null}
        {marks.map((mark) => (
          <ReferenceLine
            key={mark.label}
            y={mark.y}
            stroke="var(--muted)"
            strokeDasharray="4 3"
            label={{ value: mark.label, position: "insideTopLeft", ...onDrawing, fill: "var(--muted)" }}
          />
        ))}
        {today ? (
          <ReferenceLine
            x={today}
            stroke="var(--foreground)"
            label={{ value: t("today"), position: "insideTopLeft", ...onDrawing, fill: "var(--foreground)" }}
          />
        ) : null}
        {ticksAt.map((tick) => (
          <ReferenceDot
            key={`${tick.x}-${tick.label}`}
            x={tick.x}
            y={yTicks.at(-1) ?? 0}
            r={0}
            shape={(dot: { cx?: number; cy?: number }) => <ArrivalTick {...dot} title={tick.label} />}
          />
        ))}
        {lines.flatMap((line) => drawLine(line, rows))}
        <Tooltip
          active={tipShut ? false : undefined}
          isAnimationActive={false}
          offset={16}
          // Beside the point there is no room in a small panel: below the drawing it covers no point.
          {...(heightPx < smallPx ? { position: { y: heightPx - 20 }, allowEscapeViewBox: { y: true } } : {})}
          wrapperStyle={{ zIndex: 20 }}
          cursor={{ stroke: "var(--field-border)" }}
          content={({ active, payload, label }) =>
            active && payload && payload.length > 0 ? (
              <PlotTip
                when={short24 ? format.moment(new Date(Number(label))) : format.day(new Date(Number(label)))}
                entries={tipEntries(payload[0]?.payload as PlotRow | undefined, { lines, bands, full })}
                extra={spans
                  .filter((span) => Number(label) >= span.from && Number(label) <= span.to)
                  .map((span) => span.label)}
              />
            ) : null
          }
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are the drawing's own; here Esc shuts its tooltip
    <div
      onKeyDown={(event) => setTipShut(event.key === "Escape")}
      onFocus={() => setTipShut(false)}
      onMouseMove={() => {
        if (tipShut) setTipShut(false);
      }}
    >
      {plot}
    </div>
  );
}

/** The name of a span, where it is wide enough to hold it; elsewhere the tooltip says it. */
function SpanName({ viewBox, words }: { viewBox?: unknown; words: string }) {
  const { x = 0, y = 0, width = 0 } = (viewBox ?? {}) as { x?: number; y?: number; width?: number };
  const neededPx = [...words].reduce((sum, letter) => sum + (letter > "\u2e80" ? 12 : 6.5), 8);
  if (width < neededPx) return <g />;
  return (
    <text {...onDrawing} x={x + width / 2} y={y + 14} textAnchor="middle" fill="var(--out-ink)">
      {words}
    </text>
  );
}

/** A line, and where its period is incomplete a second, hollow one that begins at the last complete point. */
function drawLine(line: PlotLine, rows: PlotRow[]) {
  const shared = {
    type: line.step ? ("stepAfter" as const) : ("linear" as const),
    stroke: line.color,
    strokeWidth: line.width ?? 2,
    isAnimationActive: false,
    connectNulls: false,
    name: line.label,
  };
  const lastIndex = rows.findLastIndex(
    (row) => typeof row[line.key] === "number" || typeof row[`${line.key}~`] === "number",
  );
  const name = (place: { x?: string | number; y?: string | number; index?: number }) =>
    line.nameAtEnd && place.index === lastIndex ? (
      <text x={Number(place.x) + 6} y={Number(place.y) + 4} fill={line.color} fontSize={12} fontWeight={500}>
        {line.label}
      </text>
    ) : (
      <g />
    );
  const whole = (
    <Line
      key={line.key}
      {...shared}
      dataKey={line.key}
      dot={false}
      activeDot={{ r: 3.5 }}
      strokeDasharray={line.dashed ? "6 4" : undefined}
      label={line.incompleteFrom ? false : name}
    />
  );
  if (!line.incompleteFrom) return [whole];
  return [
    whole,
    <Line
      key={`${line.key}~`}
      {...shared}
      dataKey={`${line.key}~`}
      strokeDasharray="2 3"
      dot={{ r: 3, fill: "var(--surface)", stroke: line.color, strokeDasharray: "none" }}
      label={name}
      tooltipType="none"
    />,
  ];
}

function TimeTick({
  x,
  y,
  words,
  strong,
}: {
  x?: string | number;
  y?: string | number;
  words: string;
  strong: boolean;
}) {
  return (
    <text
      x={x}
      y={Number(y) + 12}
      textAnchor="middle"
      fill="var(--muted)"
      fontSize="var(--caption-size)"
      fontWeight={strong ? 600 : 400}
    >
      {words}
    </text>
  );
}

function ArrivalTick({ cx = 0, cy = 0, title }: { cx?: number; cy?: number; title: string }) {
  return (
    <g stroke="var(--foreground)">
      <title>{title}</title>
      <path d={`M${cx - 3.5} ${cy - 4}h7L${cx} ${cy + 1}z`} fill="var(--foreground)" />
      <line x1={cx} x2={cx} y1={cy} y2={cy + 12} />
    </g>
  );
}
