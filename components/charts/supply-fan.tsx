"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { ChartFrame, type ChartFrameProps } from "./frame";
import { niceTicks } from "./ticks";

/** Demand from now to the end of a day as quantiles, in units. */
export interface DemandPoint {
  /** 0: today. */
  day: number;
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
}

export interface SupplyFanProps extends ChartFrameProps {
  demand: readonly DemandPoint[];
  /** Stock there is now, and what comes when, in days from now. */
  stockUnits: number;
  arrivals: readonly { days: number; quantity: number; label: string; planned: boolean }[];
  /** Calendar day of `day` 0, YYYY-MM-DD. */
  today: string;
}

const box = { width: 1000, height: 100 };
const heightPx = 116;
const aboveScale = 6;
const dayMs = 86_400_000;

/** Demand so far as a fan, with the stock that has been there by then against it: where they meet, the shelf is empty. */
export function SupplyFan({ demand, stockUnits, arrivals, today, ...frame }: SupplyFanProps) {
  const t = useTranslations("insight.fan");
  const chart = useTranslations("chart");
  const format = useFormat();
  const days = demand.length;
  const most = Math.max(demand.at(-1)?.p90 ?? 0, Math.min(stockUnits, 2 * (demand.at(-1)?.p90 ?? 0)), 1);
  const ticks = niceTicks(0, most, 2);
  const top = ticks.at(-1) ?? most;
  const x = (day: number) => (Math.min(Math.max(day, 0), days) / days) * box.width;
  // What is above the scale runs above its last line, so that it is not read as that line's figure.
  const y = (units: number) =>
    units > top ? -aboveScale : box.height - (Math.max(units, 0) / top) * box.height;
  // The fan begins at nothing now; a day's figure stands at its end.
  const upper = (of: (point: DemandPoint) => number) => [
    `${x(0)},${y(0)}`,
    ...demand.map((point) => `${x(point.day + 1)},${y(of(point))}`),
  ];
  const band = (low: (point: DemandPoint) => number, high: (point: DemandPoint) => number) =>
    [...upper(high), ...upper(low).reverse()].join(" ");
  const supply = (planned: boolean) => stairs(stockUnits, arrivals, days, planned);
  const line = (steps: readonly { day: number; units: number }[]) =>
    steps.map((step) => `${x(step.day)},${y(step.units)}`).join(" ");
  const dateOf = (day: number) => new Date(Date.parse(`${today}T00:00:00Z`) + day * dayMs);
  const planned = arrivals.some((arrival) => arrival.planned);
  const highest = Math.max(...supply(planned).map(({ units }) => units));
  const marks = [0, Math.round(days / 2), days];
  const table = {
    columns: [
      chart("when"),
      chart("p10"),
      chart("p50"),
      chart("p90"),
      t("stock"),
      ...(planned ? [t("with")] : []),
    ],
    rows: demand.map((point) => [
      format.calendarDay(dateOf(point.day).toISOString().slice(0, 10), "table"),
      point.p10,
      point.p50,
      point.p90,
      unitsAt(supply(false), point.day + 1),
      ...(planned ? [unitsAt(supply(true), point.day + 1)] : []),
    ]),
  };
  return (
    <ChartFrame {...frame} table={table}>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-caption text-muted" aria-hidden="true">
        <span className="relative w-9 text-right" style={{ height: heightPx }}>
          {ticks.map((tick) => (
            <span
              key={tick}
              className="absolute right-0 -translate-y-1/2"
              style={{ top: `${(1 - tick / top) * 100}%` }}
            >
              {format.number(tick)}
            </span>
          ))}
        </span>
        <span className="relative block" style={{ height: heightPx }}>
          <svg
            aria-hidden="true"
            className="drawing block size-full overflow-visible"
            viewBox={`0 0 ${box.width} ${box.height}`}
            preserveAspectRatio="none"
          >
            {ticks.map((tick) => (
              <line
                key={tick}
                x1="0"
                x2={box.width}
                y1={y(tick)}
                y2={y(tick)}
                stroke={tick === 0 ? "var(--field-border)" : "var(--border)"}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            <polygon
              points={band(
                (p) => p.p10,
                (p) => p.p90,
              )}
              fill="var(--series-1)"
              opacity="0.14"
            />
            <polygon
              points={band(
                (p) => p.p25,
                (p) => p.p75,
              )}
              fill="var(--series-1)"
              opacity="0.28"
            />
            <polyline
              points={upper((p) => p.p50).join(" ")}
              fill="none"
              stroke="var(--series-1)"
              strokeWidth="2"
              strokeDasharray="5 4"
              vectorEffect="non-scaling-stroke"
            />
            {planned ? (
              <polyline
                points={line(supply(true))}
                fill="none"
                stroke="var(--foreground)"
                strokeWidth="1.5"
                strokeDasharray="2 3"
                vectorEffect="non-scaling-stroke"
              />
            ) : null}
            <polyline
              points={line(supply(false))}
              fill="none"
              stroke="var(--foreground)"
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
          {arrivals
            .filter((arrival) => arrival.days <= days)
            .map((arrival) => (
              <span
                key={`${arrival.days}:${arrival.quantity}:${arrival.planned}`}
                className="absolute bottom-0 -translate-x-1/2"
                style={{ left: `${x(arrival.days) / 10}%` }}
                title={arrival.label}
              >
                <svg width="9" height="7" className="drawing block" aria-hidden="true">
                  <path
                    d="M4.5 0 9 7H0z"
                    fill={arrival.planned ? "var(--surface)" : "var(--foreground)"}
                    stroke="var(--foreground)"
                  />
                </svg>
              </span>
            ))}
        </span>
        <span />
        <span className="flex justify-between pt-1">
          {marks.map((day) => (
            <span key={day}>{day === 0 ? chart("today") : format.dayOfYear(dateOf(day))}</span>
          ))}
        </span>
      </div>
      <p className="flex flex-wrap gap-x-4 text-caption text-muted" aria-hidden="true">
        <span>━ {t("stock")}</span>
        {highest > top ? <span>{t("beyond", { units: format.number(highest) })}</span> : null}
        {planned ? <span>┅ {t("with")}</span> : null}
        <span className="text-series-1">╍ {t("demand")}</span>
        {arrivals.length > 0 ? <span>▲ {t("arrives")}</span> : null}
      </p>
    </ChartFrame>
  );
}

/** Stock that has been there by a day: what there is, and what comes on its day. */
function stairs(
  stockUnits: number,
  arrivals: SupplyFanProps["arrivals"],
  days: number,
  planned: boolean,
): { day: number; units: number }[] {
  let units = Math.max(0, stockUnits);
  const steps = [{ day: 0, units }];
  const counted = arrivals.filter((arrival) => planned || !arrival.planned);
  for (const arrival of counted.toSorted((a, b) => a.days - b.days)) {
    if (arrival.days > days) break;
    const day = Math.max(0, arrival.days);
    steps.push({ day, units });
    units += arrival.quantity;
    steps.push({ day, units });
  }
  return [...steps, { day: days, units }];
}

const unitsAt = (steps: readonly { day: number; units: number }[], day: number): number =>
  steps.findLast((step) => step.day <= day)?.units ?? 0;
