"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AppLink } from "@/components/link";
import { onScale, type Range } from "@/components/range-bar";
import { Unknown } from "@/components/unknown";
import { ChartFrame, type ChartFrameProps } from "./frame";
import { logShare } from "./log-scale";
import type { Unit } from "./types";
import { useUnit } from "./use-unit";

/** Name, drawing, figure: one grid for all rows, so that their drawings share a scale. */
const rowGrid = "grid grid-cols-[minmax(72px,auto)_minmax(0,1fr)_minmax(64px,auto)] gap-x-3";

interface RowHead {
  label: string;
  href?: string;
}

/** A row: its name, its drawing, its figure. */
function Row({ head, figure, children }: { head: RowHead; figure: ReactNode; children: ReactNode }) {
  return (
    <li className="col-span-3 grid grid-cols-subgrid items-center">
      <span className="max-w-40 truncate" title={head.label}>
        {head.href ? (
          <AppLink href={head.href} className="hover:underline">
            {head.label}
          </AppLink>
        ) : (
          head.label
        )}
      </span>
      <span className="min-w-0">{children}</span>
      <span className="min-w-16 text-right whitespace-nowrap">{figure}</span>
    </li>
  );
}

const percentOf = (share: number): string => `${Math.min(100, Math.max(0, share * 100)).toFixed(2)}%`;

export interface OrderedBarsProps extends ChartFrameProps {
  rows: (RowHead & { value: number | null })[];
  unit: Unit;
  /** Steps of one hue from light to dark, for bands that have an order. */
  sequential?: boolean;
}

/** Which is worst: horizontal bars from zero, in the order given. */
export function OrderedBars({ rows, unit, sequential, ...frame }: OrderedBarsProps) {
  const t = useTranslations("chart");
  const { full } = useUnit(unit);
  const most = Math.max(...rows.map((row) => row.value ?? 0), 0) || 1;
  return (
    <ChartFrame
      {...frame}
      table={{ columns: [t("name"), t("value")], rows: rows.map((row) => [row.label, full(row.value)]) }}
    >
      <ul className={`${rowGrid} gap-y-1.5`}>
        {rows.map((row, index) => (
          <Row key={row.label} head={row} figure={full(row.value) ?? <Unknown />}>
            {row.value === null ? (
              <span className="keeps-colours pattern-hatch block h-3 w-full" />
            ) : (
              <span
                className="keeps-colours block h-4"
                style={{
                  width: percentOf(row.value / most),
                  minWidth: 2,
                  background: sequential ? `var(--step-${Math.min(5, index + 1)})` : "var(--series-1)",
                  boxShadow: sequential ? "inset 0 0 0 1px var(--field-border)" : undefined,
                }}
              />
            )}
          </Row>
        ))}
      </ul>
    </ChartFrame>
  );
}

export interface DotRangesProps extends ChartFrameProps {
  /** Without either nothing is drawn, and the figure says that it is not known yet. */
  rows: (RowHead & { expected: Range | null; realised: Range | null })[];
  unit: Unit;
  /** What the drawing leaves out, in words below it. */
  foot?: string;
}

/** Expected against real: two dots with ranges on one scale a row. */
export function DotRanges({ rows, unit, foot, ...frame }: DotRangesProps) {
  const t = useTranslations("chart");
  const { full, rough } = useUnit(unit);
  const all = rows.flatMap((row) => [row.expected ?? [], row.realised ?? []].flat());
  const least = Math.min(0, ...all.map((range) => range.low));
  const most = Math.max(0, ...all.map((range) => range.high));
  const table = {
    columns: [t("name"), t("expectedLow"), t("expected"), t("expectedHigh"), t("realised")],
    rows: rows.map((row) => [
      row.label,
      full(row.expected?.low ?? null),
      full(row.expected?.mid ?? null),
      full(row.expected?.high ?? null),
      full(row.realised?.mid ?? null),
    ]),
  };
  const dot = (range: Range, y: number, color: string, hollow: boolean) => {
    const x = (value: number) => `${(onScale(value, least, most, 1000) / 10).toFixed(2)}%`;
    return (
      <>
        <line x1={x(range.low)} x2={x(range.high)} y1={y} y2={y} stroke={color} strokeWidth="2" />
        <circle
          cx={x(range.mid)}
          cy={y}
          r="4"
          fill={hollow ? "var(--surface)" : color}
          stroke={color}
          strokeWidth="2"
        />
      </>
    );
  };
  return (
    <ChartFrame {...frame} table={table}>
      <p className="flex gap-4 text-caption" aria-hidden="true">
        <span>○ {t("expected")}</span>
        <span className="text-series-1">● {t("realised")}</span>
      </p>
      <ul className={`${rowGrid} gap-y-1`}>
        {rows.map((row) => (
          <Row key={row.label} head={row} figure={row.realised ? rough(row.realised.mid) : t("notYet")}>
            <svg aria-hidden="true" className="drawing block w-full overflow-visible" height="26">
              <line
                x1={`${onScale(0, least, most, 1000) / 10}%`}
                x2={`${onScale(0, least, most, 1000) / 10}%`}
                y1="0"
                y2="26"
                stroke="var(--field-border)"
              />
              {row.expected ? dot(row.expected, 8, "var(--muted)", true) : null}
              {row.realised ? dot(row.realised, 19, "var(--series-1)", false) : null}
            </svg>
          </Row>
        ))}
      </ul>
      {foot ? <p className="text-caption text-muted">{foot}</p> : null}
    </ChartFrame>
  );
}

export interface LogDotsProps extends ChartFrameProps {
  /** Lag in seconds; null when unknown. */
  rows: (RowHead & { p50: number | null; p95: number | null; p99: number | null })[];
  /** Limits in seconds with their names, drawn through all rows. */
  limits: { value: number; label: string }[];
}

/** Lag a source: p50, p95 and p99 as dots on one logarithmic axis, with the limits drawn. */
export function LogDots({ rows, limits, ...frame }: LogDotsProps) {
  const t = useTranslations("chart");
  const least = 10;
  const most = Math.max(86_400, ...rows.map((row) => row.p99 ?? 0));
  const place = (seconds: number): string => percentOf(logShare(seconds, least, most));
  const words = useDuration();
  const table = {
    columns: [t("name"), t("p50Lag"), t("p95Lag"), t("p99Lag")],
    rows: rows.map((row) => [row.label, row.p50, row.p95, row.p99]),
  };
  return (
    <ChartFrame
      {...frame}
      subtitle={[frame.subtitle, t("logAxis")].filter(Boolean).join(" · ")}
      table={table}
    >
      <ul className={rowGrid}>
        <li className="col-span-3 grid grid-cols-subgrid text-caption text-muted" aria-hidden="true">
          <span />
          <span className="relative h-4">
            {limits.map((limit) => (
              <span
                key={limit.label}
                className="absolute -translate-x-1/2 whitespace-nowrap max-sm:even:hidden"
                style={{ left: place(limit.value) }}
              >
                {limit.label}
              </span>
            ))}
          </span>
          <span className="text-right">p95</span>
        </li>
        {rows.map((row) => (
          <Row key={row.label} head={row} figure={row.p95 === null ? <Unknown /> : words(row.p95)}>
            <svg aria-hidden="true" className="drawing block w-full overflow-visible" height="28">
              <line x1="0" x2="100%" y1="14" y2="14" stroke="var(--border)" />
              {limits.map((limit) => (
                <line
                  key={limit.label}
                  x1={place(limit.value)}
                  x2={place(limit.value)}
                  y1="0"
                  y2="28"
                  stroke="var(--field-border)"
                  strokeDasharray="3 3"
                />
              ))}
              {row.p50 !== null && row.p99 !== null ? (
                <line
                  x1={place(row.p50)}
                  x2={place(row.p99)}
                  y1="14"
                  y2="14"
                  stroke="var(--series-1)"
                  strokeWidth="2"
                />
              ) : null}
              {([row.p50, row.p95, row.p99] as const).map((seconds, index) =>
                seconds === null ? null : (
                  <circle
                    key={index}
                    cx={place(seconds)}
                    cy="14"
                    r={index === 1 ? 5 : 3.5}
                    fill={index === 0 ? "var(--surface)" : "var(--series-1)"}
                    stroke="var(--series-1)"
                    strokeWidth="1.5"
                  />
                ),
              )}
            </svg>
          </Row>
        ))}
      </ul>
    </ChartFrame>
  );
}

/** Prints a duration in seconds in its largest readable unit. */
function useDuration(): (seconds: number) => string {
  const t = useTranslations("chart");
  return (seconds) => {
    if (seconds < 90) return t("seconds", { count: Math.round(seconds) });
    if (seconds < 5_400) return t("minutes", { count: Math.round(seconds / 60) });
    return t("hours", { count: Math.round(seconds / 3_600) });
  };
}

export interface AccuracyDotsProps extends ChartFrameProps {
  /** Shares from 0 to 1. */
  rows: (RowHead & { value: number | null })[];
  /** Start of the axis; the subtitle says it. */
  from: number;
  /** The usual band. */
  band: readonly [number, number];
  target: number;
}

/** Shares near 100 % as dots on an axis that does not start at zero, with the usual band and the target. */
export function AccuracyDots({ rows, from, band, target, ...frame }: AccuracyDotsProps) {
  const t = useTranslations("chart");
  const { full } = useUnit({ percent: true, decimals: 1 });
  const start = Math.min(from, ...rows.map((row) => row.value ?? 1));
  const place = (share: number): string => percentOf((share - start) / (1 - start));
  const axis = t("fromShare", { share: full(start) ?? "" });
  return (
    <ChartFrame
      {...frame}
      subtitle={[frame.subtitle, axis].filter(Boolean).join(" · ")}
      table={{ columns: [t("name"), t("value")], rows: rows.map((row) => [row.label, full(row.value)]) }}
    >
      <ul className={rowGrid}>
        {rows.map((row) => (
          <Row key={row.label} head={row} figure={full(row.value) ?? <Unknown />}>
            <svg aria-hidden="true" className="drawing block w-full overflow-visible" height="28">
              <rect
                x={place(band[0])}
                width={percentOf((band[1] - band[0]) / (1 - start))}
                y="4"
                height="20"
                fill="var(--surface-tertiary)"
              />
              <line x1="0" x2="100%" y1="14" y2="14" stroke="var(--border)" />
              <line
                x1={place(target)}
                x2={place(target)}
                y1="2"
                y2="26"
                stroke="var(--accent)"
                strokeWidth="2"
              />
              {row.value === null ? null : (
                <circle cx={place(row.value)} cy="14" r="5" fill="var(--foreground)" />
              )}
            </svg>
          </Row>
        ))}
      </ul>
      <p className="text-caption text-muted">
        {t("bandNote", { from: full(band[0]) ?? "", to: full(band[1]) ?? "", target: full(target) ?? "" })}
      </p>
    </ChartFrame>
  );
}
