// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are positioned one by one, which table elements do not allow
"use client";

import { memo, useLayoutEffect, useRef } from "react";
import { AppLink } from "@/components/link";
import type { Column } from "./types";
import { alignsRight } from "./widths";

export interface GridRowProps<Row> {
  row: Row;
  index: number;
  /** Place in the whole list for screen readers; the head is 1. */
  ariaRowIndex: number;
  top: number;
  columns: Column<Row>[];
  href: string | null;
  selectable: boolean;
  selected: boolean;
  selectLabel: string;
  /** Column that is the table's one tab stop, when it is in this row. */
  tabStop: number | null;
  roomBeforeActions: boolean;
  onSelect: (index: number, range: boolean) => void;
}

const controls = "a,button,input,select,textarea";
const cellBase =
  "flex min-w-0 items-center overflow-clip whitespace-nowrap px-2.5 -outline-offset-2! bg-(--cell-ground)";

function GridRowInner<Row>(props: GridRowProps<Row>) {
  const {
    row,
    index,
    ariaRowIndex,
    top,
    columns,
    href,
    selectable,
    selected,
    selectLabel,
    tabStop,
    roomBeforeActions,
    onSelect,
  } = props;
  const element = useRef<HTMLDivElement>(null);
  const before = useRef(row);

  // The grid is one tab stop: controls in cells are reached with the arrows.
  useLayoutEffect(() => {
    for (const control of element.current?.querySelectorAll<HTMLElement>(controls) ?? []) {
      const column = Number(control.closest<HTMLElement>("[data-column]")?.dataset.column);
      control.tabIndex = column === tabStop ? 0 : -1;
    }
  });
  useLayoutEffect(() => {
    if (before.current === row) return;
    before.current = row;
    const changed = element.current;
    changed?.classList.add("value-changed");
    const timer = setTimeout(() => changed?.classList.remove("value-changed"), 650);
    return () => clearTimeout(timer);
  }, [row]);

  const offset = selectable ? 1 : 0;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus goes to the cells of a grid
    <div
      ref={element}
      role="row"
      aria-rowindex={ariaRowIndex}
      aria-selected={selectable ? selected : undefined}
      data-row={index}
      className={`group/row absolute inset-x-0 top-0 grid h-(--row-height) grid-rows-[100%] border-b border-border ${
        selected
          ? "[--cell-ground:var(--accent-soft)] shadow-[inset_2px_0_0_var(--accent)]"
          : "[--cell-ground:var(--surface)] hover:[--cell-ground:var(--surface-secondary)]"
      } ${href ? "cursor-pointer" : ""}`}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: "var(--table-columns)" }}
    >
      {selectable ? (
        <div
          role="gridcell"
          data-column="0"
          tabIndex={-1}
          aria-colindex={1}
          className={`sticky left-0 z-1 justify-center ${cellBase} ${selected ? "shadow-[inset_2px_0_0_var(--accent)]" : ""}`}
        >
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={selectLabel}
            checked={selected}
            onChange={() => {}}
            onClick={(event) => onSelect(index, event.shiftKey)}
          />
        </div>
      ) : null}
      {columns.map((column, place) => {
        const at = place + offset;
        const pinned = column.identity
          ? `sticky z-1 ${selectable ? "left-10" : "left-0"} border-r border-border font-medium`
          : column.kind === "actions"
            ? "sticky right-0 z-1 justify-end gap-1"
            : "";
        const content = column.cell(row);
        return (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles know the column's place
          <div
            key={column.key}
            role={column.identity ? "rowheader" : "gridcell"}
            aria-colindex={at + 1}
            data-column={at}
            tabIndex={at === tabStop ? 0 : -1}
            className={`${cellBase} ${pinned} ${alignsRight(column.kind) ? "justify-end text-right" : ""}`}
            style={roomBeforeActions && column.kind === "actions" ? { gridColumn: -2 } : undefined}
          >
            {column.identity && href ? (
              <AppLink
                href={href}
                tabIndex={-1}
                prefetch={false}
                className="min-w-0 rounded-chip group-hover/row:underline"
              >
                {content}
              </AppLink>
            ) : (
              content
            )}
          </div>
        );
      })}
    </div>
  );
}

/** One row, drawn again only when its data, place, selection or tab stop changes. */
export const GridRow = memo(GridRowInner) as typeof GridRowInner;
