"use client";

import { ChartLine, Download, Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { useFormat } from "@/components/format";
import { Freshness } from "@/components/freshness";
import { Unknown } from "@/components/unknown";
import { type ChartTable, toCsv } from "./csv";

export interface ChartFrameProps {
  /** Names the measure; on Overview it is the finding. */
  title: string;
  /** Unit, period, scope and time zone. */
  subtitle?: string;
  /** When the figures were read, ISO. */
  asOf: string | null;
  /** One sentence made from the numbers: the drawing's text alternative. */
  summary: string;
  /** File name of the CSV, without ending. */
  csvName: string;
  /** Without a card of its own, for use inside a panel. */
  bare?: boolean;
  /** From which age on the figures are stale, where the general bands do not hold. */
  limitMinutes?: number;
  /** One of a set whose panel says how old the figures are. */
  ageElsewhere?: boolean;
}

interface FrameProps extends ChartFrameProps {
  table: ChartTable;
  legend?: ReactNode;
  /** The drawing is itself a table: no toggle. */
  isTable?: boolean;
  children: ReactNode;
}

function download(name: string, table: ChartTable): void {
  const url = URL.createObjectURL(new Blob([toCsv(table)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}

/** A quiet button of the head; its name shows on hover. */
function IconButton({
  name,
  pressed,
  onPress,
  children,
}: {
  name: string;
  pressed?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={name}
      aria-pressed={pressed}
      title={name}
      className="target-24 inline-flex size-6 cursor-pointer items-center justify-center rounded-chip text-muted hover:bg-surface-secondary hover:text-foreground"
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** What every chart has: title, unit and period, age, table, CSV, and a sentence for those who do not see it. */
export function ChartFrame({
  title,
  subtitle,
  asOf,
  summary,
  csvName,
  bare,
  limitMinutes,
  ageElsewhere,
  table,
  legend,
  isTable,
  children,
}: FrameProps) {
  const t = useTranslations("chart");
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure aria-labelledby={id} className={`flex min-w-0 flex-col gap-2 ${bare ? "" : "card p-4"}`}>
      <figcaption className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3">
        <h2
          id={id}
          className={ageElsewhere ? "truncate text-body font-medium" : "text-card font-semibold"}
          title={ageElsewhere ? title : undefined}
        >
          {title}
        </h2>
        <span className="flex items-center gap-2">
          {isTable ? null : (
            <IconButton
              name={asTable ? t("showChart") : t("showTable")}
              pressed={asTable}
              onPress={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartLine size={14} /> : <Table2 size={14} />}
            </IconButton>
          )}
          <IconButton name={t("csv")} onPress={() => download(csvName, table)}>
            <Download size={14} />
          </IconButton>
          {ageElsewhere ? null : <Freshness asOf={asOf} limitMinutes={limitMinutes} />}
        </span>
        {subtitle ? <p className="col-span-full text-caption text-muted">{subtitle}</p> : null}
      </figcaption>
      {legend}
      <p className="sr-only">{summary}</p>
      {asTable ? <DataList table={table} caption={title} /> : children}
    </figure>
  );
}

function DataList({ table, caption }: { table: ChartTable; caption: string }) {
  const format = useFormat();
  const print = (cell: string | number): string =>
    typeof cell === "number" ? format.number(cell, { decimals: Number.isInteger(cell) ? 0 : 2 }) : cell;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="relative max-h-80 overflow-auto" tabIndex={0} aria-label={caption}>
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-surface">
          <tr className="h-8 text-caption text-muted">
            {table.columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={`px-2 font-medium ${index === 0 ? "text-left" : "text-right"}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index} className="h-8 border-t border-border">
              {row.map((cell, column) => (
                <td key={column} className={`px-2 ${column === 0 ? "" : "text-right"}`}>
                  {cell === null ? <Unknown /> : print(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Names of the series with their line, where they cannot stand at the lines' ends. */
export function Legend({ entries }: { entries: { label: string; color: string; dashed?: boolean }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption">
      {entries.map((entry) => (
        <li key={entry.label} className="flex items-center gap-1.5">
          <svg aria-hidden="true" className="drawing" width="20" height="8">
            <line
              x1="0"
              x2="20"
              y1="4"
              y2="4"
              stroke={entry.color}
              strokeWidth="2"
              strokeDasharray={entry.dashed ? "5 3" : undefined}
            />
          </svg>
          {entry.label}
        </li>
      ))}
    </ul>
  );
}
