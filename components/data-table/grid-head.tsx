// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are positioned one by one, which table elements do not allow
"use client";

import { useTranslations } from "next-intl";
import type { PointerEvent } from "react";
import { GaugeScale } from "@/components/cover-gauge";
import type { Column, Sort } from "./types";
import { alignsRight, leastWidthPx } from "./widths";

export interface GridHeadProps<Row> {
  columns: Column<Row>[];
  sort: Sort | null;
  selectable: boolean;
  /** Loaded rows: none, some or all are selected. */
  selection: "none" | "some" | "all";
  tabStop: number | null;
  roomBeforeActions: boolean;
  onSort: (column: Column<Row>) => void;
  onSelectAll: () => void;
  onResize: (key: string, widthPx: number) => void;
}

/** Heads of the columns: sorting by click or Enter, widths by dragging their edge or Alt with the arrows. */
export function GridHead<Row>(props: GridHeadProps<Row>) {
  const { columns, sort, selectable, selection, tabStop, roomBeforeActions, onSort, onSelectAll, onResize } =
    props;
  const t = useTranslations("table");
  const offset = selectable ? 1 : 0;
  return (
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      data-row={-1}
      className="sticky top-0 z-10 grid min-h-(--row-height) border-b border-border bg-surface text-caption font-medium text-muted outline-none"
      style={{ gridTemplateColumns: "var(--table-columns)" }}
    >
      {selectable ? (
        <div
          role="columnheader"
          data-column="0"
          tabIndex={-1}
          aria-colindex={1}
          className="sticky left-0 z-1 flex items-center justify-center bg-surface"
        >
          <input
            type="checkbox"
            className="size-4 accent-accent"
            tabIndex={tabStop === 0 ? 0 : -1}
            aria-label={t("selectLoaded")}
            checked={selection === "all"}
            ref={(element) => {
              if (element) element.indeterminate = selection === "some";
            }}
            onChange={onSelectAll}
          />
        </div>
      ) : null}
      {columns.map((column, place) => (
        <HeadCell
          key={column.key}
          column={column}
          at={place + offset}
          sorted={sort?.key === column.key ? sort.direction : null}
          tabStop={tabStop === place + offset}
          pinned={column.identity ? (selectable ? "left-10" : "left-0") : null}
          style={roomBeforeActions && column.kind === "actions" ? { gridColumn: -2 } : undefined}
          onSort={onSort}
          onResize={onResize}
        />
      ))}
    </div>
  );
}

interface HeadCellProps<Row> {
  column: Column<Row>;
  at: number;
  sorted: "asc" | "desc" | null;
  tabStop: boolean;
  pinned: string | null;
  style?: React.CSSProperties;
  onSort: (column: Column<Row>) => void;
  onResize: (key: string, widthPx: number) => void;
}

function HeadCell<Row>({ column, at, sorted, tabStop, pinned, style, onSort, onResize }: HeadCellProps<Row>) {
  const right = alignsRight(column.kind);
  const hold = pinned
    ? `sticky z-1 border-r border-border ${pinned}`
    : column.kind === "actions"
      ? "sticky right-0 z-1"
      : "relative";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles Enter for all of its cells
    <div
      role="columnheader"
      aria-colindex={at + 1}
      aria-sort={
        sorted ? (sorted === "asc" ? "ascending" : "descending") : column.sortable ? "none" : undefined
      }
      data-column={at}
      data-sortable={column.sortable || undefined}
      tabIndex={tabStop ? 0 : -1}
      className={`group/head flex min-w-0 items-center gap-1 bg-surface px-2.5 py-1 -outline-offset-2! ${hold} ${right ? "justify-end text-right" : ""} ${
        column.sortable ? "cursor-pointer hover:text-foreground" : ""
      } ${sorted ? "text-foreground" : ""}`}
      style={style}
      onClick={column.sortable ? () => onSort(column) : undefined}
    >
      {column.kind === "gauge" ? (
        <span>
          <span className="block pl-14">{column.header}</span>
          <GaugeScale />
        </span>
      ) : column.kind === "actions" ? (
        <span className="sr-only">{column.header}</span>
      ) : (
        <span className="line-clamp-2">{column.header}</span>
      )}
      {column.sortable ? <SortArrow sorted={sorted} /> : null}
      <span
        aria-hidden="true"
        className="absolute inset-y-1 right-0 w-2 cursor-col-resize touch-none border-r border-transparent hover:border-field-border"
        onClick={(event) => event.stopPropagation()}
        onPointerDown={(event) => startResize(event, column.key, onResize)}
      />
    </div>
  );
}

const SortArrow = ({ sorted }: { sorted: "asc" | "desc" | null }) => (
  <svg
    aria-hidden="true"
    width="10"
    height="10"
    viewBox="0 0 10 10"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    className={`shrink-0 ${sorted ? "" : "opacity-0 group-hover/head:opacity-60"}`}
  >
    <path d={sorted === "asc" ? "M5 9V1M2 4l3-3 3 3" : "M5 1v8M2 6l3 3 3-3"} />
  </svg>
);

function startResize(
  event: PointerEvent<HTMLElement>,
  key: string,
  onResize: (key: string, widthPx: number) => void,
): void {
  const handle = event.currentTarget;
  const cell = handle.parentElement;
  if (!cell) return;
  event.preventDefault();
  event.stopPropagation();
  const startX = event.clientX;
  const startWidth = cell.getBoundingClientRect().width;
  handle.setPointerCapture(event.pointerId);
  const move = (moved: globalThis.PointerEvent) =>
    onResize(key, Math.max(leastWidthPx, Math.round(startWidth + moved.clientX - startX)));
  const end = () => {
    handle.removeEventListener("pointermove", move);
    handle.removeEventListener("pointerup", end);
  };
  handle.addEventListener("pointermove", move);
  handle.addEventListener("pointerup", end);
}
