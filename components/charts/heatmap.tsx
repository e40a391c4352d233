// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are walked with the arrows is a grid
"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef } from "react";
import { moveByKey } from "@/components/data-table/grid-keys";
import { AppLink } from "@/components/link";
import { StateShape, type StockState, stateClasses } from "@/components/state-chip";
import { ChartFrame, type ChartFrameProps } from "./frame";

export interface HeatCell {
  /** Formatted figure; null when unknown. */
  value: string | null;
  state: StockState;
  noDemand?: boolean;
  href?: string;
}

export interface HeatmapProps extends ChartFrameProps {
  columns: { id: string; label: string }[];
  /** One cell a column, in the same order; undefined where the SKU is not kept. */
  rows: { id: string; label: string; href?: string; cells: (HeatCell | undefined)[] }[];
  rowHeader: string;
}

/** SKU × place as a real table: figure, state as ground, shape for out and at risk, hatching for unknown. */
export function Heatmap({ columns, rows, rowHeader, ...frame }: HeatmapProps) {
  const t = useTranslations("chart");
  const states = useTranslations("states");
  const box = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-at]");
    const [row = 0, column = 0] = (cell?.dataset.at ?? "0:0").split(":").map(Number);
    const place = moveByKey(
      event.key,
      event.ctrlKey || event.metaKey,
      { row, column },
      { rows: rows.length, columns: columns.length + 1, visibleRows: 10 },
    );
    if (!cell || !place) return;
    event.preventDefault();
    const next = box.current?.querySelector<HTMLElement>(
      `[data-at="${Math.max(0, place.row)}:${place.column}"]`,
    );
    (next?.querySelector<HTMLElement>("a") ?? next)?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const table = {
    columns: [rowHeader, ...columns.map((column) => column.label)],
    rows: rows.map((row) => [row.label, ...row.cells.map((cell) => (cell ? cell.value : ""))]),
  };
  return (
    <ChartFrame {...frame} table={table} isTable>
      <div className="relative max-h-[70dvh] overflow-auto [scroll-padding:40px_0_0_160px]">
        <table
          ref={box}
          role="grid"
          aria-label={frame.title}
          className="border-separate border-spacing-px"
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr className="h-(--row-height) text-caption text-muted">
              <th scope="col" className="sticky top-0 left-0 z-2 bg-surface px-2.5 text-left font-medium">
                {rowHeader}
              </th>
              {columns.map((column) => (
                <th
                  key={column.id}
                  scope="col"
                  className="sticky top-0 z-1 min-w-20 bg-surface px-2 text-right font-medium"
                >
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, rowIndex) => (
              <tr key={row.id} className="h-(--row-height)">
                <th
                  scope="row"
                  data-at={`${rowIndex}:0`}
                  tabIndex={row.href ? undefined : rowIndex === 0 ? 0 : -1}
                  className="sticky left-0 z-1 bg-surface px-2.5 text-left font-mono font-medium whitespace-nowrap"
                >
                  {row.href ? (
                    <AppLink href={row.href} tabIndex={rowIndex === 0 ? 0 : -1} className="hover:underline">
                      {row.label}
                    </AppLink>
                  ) : (
                    row.label
                  )}
                </th>
                {columns.map((column, index) => (
                  <HeatTd
                    key={column.id}
                    at={`${rowIndex}:${index + 1}`}
                    cell={row.cells[index]}
                    words={{
                      noDemand: t("noDemand"),
                      state: states,
                      notKept: t("notKept"),
                      unknown: states("unknown"),
                    }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ChartFrame>
  );
}

interface Words {
  noDemand: string;
  notKept: string;
  unknown: string;
  state: ReturnType<typeof useTranslations<"states">>;
}

function HeatTd({ at, cell, words }: { at: string; cell: HeatCell | undefined; words: Words }) {
  if (!cell) {
    return (
      <td data-at={at} tabIndex={-1}>
        <span className="sr-only">{words.notKept}</span>
      </td>
    );
  }
  const unknown = cell.value === null && !cell.noDemand;
  const content = (
    <span className="flex items-center justify-end gap-1">
      {cell.state === "out" || cell.state === "at_risk" ? <StateShape state={cell.state} size={12} /> : null}
      {cell.noDemand ? (
        <span aria-hidden="true">·</span>
      ) : unknown ? (
        <span className="rounded-chip bg-surface px-1">?</span>
      ) : (
        cell.value
      )}
      <span className="sr-only"> {cell.noDemand ? words.noDemand : words.state(cell.state)}</span>
    </span>
  );
  return (
    <td
      data-at={at}
      tabIndex={cell.href ? undefined : -1}
      className={`keeps-colours px-2 text-right ${unknown ? "pattern-hatch" : stateClasses[cell.state].soft || "bg-surface-secondary"} ${cell.state === "healthy" ? "" : stateClasses[cell.state].ink}`}
    >
      {cell.href ? (
        <AppLink href={cell.href} tabIndex={-1} prefetch={false} className="block rounded-chip">
          {content}
        </AppLink>
      ) : (
        content
      )}
    </td>
  );
}
