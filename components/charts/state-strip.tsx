"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "@/components/format";
import { ChartFrame, type ChartFrameProps } from "./frame";
import { toTime, type X } from "./types";

export interface StateStripProps extends ChartFrameProps {
  rows: { label: string; spans: { from: X; to: X; state: "down" | "late" | "unknown"; label: string }[] }[];
  from: X;
  to: X;
  /** What the strip comes to, below it. */
  note?: ReactNode;
}

const grounds = { down: "var(--out-mark)", late: "var(--at-risk-mark)", unknown: "var(--unknown-mark)" };

const columns = "grid grid-cols-[minmax(88px,160px)_minmax(0,1fr)] items-center gap-3";

/** A strip of time a source with its outages; quiet where nothing was wrong. */
export function StateStrip({ rows, from, to, note, ...frame }: StateStripProps) {
  const t = useTranslations("chart");
  const format = useFormat();
  const [start, end] = [toTime(from), toTime(to)];
  const place = (x: X): number => Math.min(Math.max((toTime(x) - start) / (end - start || 1), 0), 1) * 100;
  const table = {
    columns: [t("name"), t("from"), t("to"), t("what")],
    rows: rows.flatMap((row) =>
      row.spans.map((span) => [
        row.label,
        format.moment(new Date(toTime(span.from)), "table"),
        format.moment(new Date(toTime(span.to)), "table"),
        span.label,
      ]),
    ),
  };
  return (
    <ChartFrame {...frame} table={table}>
      <ul className="flex flex-col gap-1">
        {rows.map((row) => (
          <li key={row.label} className={columns}>
            <span className="truncate">{row.label}</span>
            <svg
              role="img"
              aria-label={
                row.spans.length > 0 ? row.spans.map((span) => span.label).join(", ") : t("noOutage")
              }
              className="drawing block w-full rounded-chip bg-surface-tertiary"
              height="14"
            >
              {row.spans.map((span) => (
                <rect
                  key={`${span.from}`}
                  x={`${place(span.from)}%`}
                  width={`${Math.max(0.4, place(span.to) - place(span.from))}%`}
                  y={span.state === "down" ? 0 : 4}
                  height={span.state === "down" ? 14 : 6}
                  fill={grounds[span.state]}
                >
                  <title>{span.label}</title>
                </rect>
              ))}
            </svg>
          </li>
        ))}
      </ul>
      <p className={`${columns} text-caption text-muted`} aria-hidden="true">
        <span className="col-start-2 flex justify-between">
          <span>{format.time(new Date(start))}</span>
          <span>{format.time(new Date(end))}</span>
        </span>
      </p>
      {note}
    </ChartFrame>
  );
}
