// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are positioned one by one, which table elements do not allow
"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { rowHeights, useDensity } from "@/components/density";
import { usePastMoment } from "@/components/past/moment";
import { thenHref } from "@/components/past/read-moment";
import { FullTextTip } from "./full-text-tip";
import { GridHead } from "./grid-head";
import { type CellPlace, moveByKey } from "./grid-keys";
import { GridRow } from "./grid-row";
import type { Column, DataTableProps, Sort } from "./types";
import type { useRows } from "./use-rows";
import type { Selection } from "./use-selection";
import { useWidths } from "./use-widths";
import { gridColumns, hasRoomBeforeActions, leastTableWidth, widthOf } from "./widths";

interface GridProps<Row> {
  table: DataTableProps<Row>;
  rows: Row[];
  live: Pick<ReturnType<typeof useRows>, "hasMore" | "loading" | "loadMore">;
  selection: Selection;
  sort: Sort | null;
  total: number | null;
  onSort: (column: Column<Row>) => void;
  maxHeight: string;
}

const loadAheadRows = 30;
const widthStepPx = 16;

/** The grid itself: virtual rows, sticky head and identity, one tab stop, keys of the ARIA grid pattern. */
export function Grid<Row>({ table, rows, live, selection, sort, total, onSort, maxHeight }: GridProps<Row>) {
  const { id, label, columns, rowId, rowHref, rowLabel, bulk } = table;
  const t = useTranslations("table");
  const router = useRouter();
  const then = usePastMoment();
  const box = useRef<HTMLDivElement>(null);
  const { density } = useDensity();
  const rowHeight = rowHeights[density];
  const { widths, resize } = useWidths(id);
  const selectable = bulk !== undefined;
  const offset = selectable ? 1 : 0;
  const [place, setActive] = useState<CellPlace>({ row: -1, column: 0 });
  // A column may have been hidden under the tab stop.
  const lastColumn = columns.length + offset - 1;
  const active = useMemo<CellPlace>(
    () => (place.column <= lastColumn ? place : { ...place, column: lastColumn }),
    [place, lastColumn],
  );
  const wantsFocus = useRef(false);

  const rangeExtractor = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      const keep = active.row;
      return keep >= 0 && keep < range.count && !shown.includes(keep)
        ? [...shown, keep].sort((a, b) => a - b)
        : shown;
    },
    [active.row],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    rangeExtractor,
    initialRect: { width: 1200, height: 640 },
    scrollPaddingStart: rowHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row height makes every kept size wrong
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (live.hasMore && live.loading === "idle" && lastShown >= rows.length - loadAheadRows)
      void live.loadMore();
  }, [lastShown, rows.length, live.hasMore, live.loading, live.loadMore]);

  // Moving the tab stop scrolls first; the cell exists only after that.
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const cell = box.current?.querySelector<HTMLElement>(
      `[data-row="${active.row}"] [data-column="${active.column}"]`,
    );
    if (!cell) return;
    wantsFocus.current = false;
    const inside = cell.querySelectorAll<HTMLElement>("a,button,input,select");
    const target =
      inside.length > 0 && active.row >= 0 ? inside[0] : (cell.querySelector<HTMLElement>("input") ?? cell);
    target?.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  const moveTo = (next: CellPlace) => {
    wantsFocus.current = true;
    if (next.row >= 0) virtual.scrollToIndex(next.row);
    setActive(next);
  };
  const open = (index: number) => {
    const row = rows[index];
    const href = row ? rowHref?.(row) : null;
    if (href) router.push(thenHref(href, then) as Route);
  };
  const resizeByKey = (key: string): boolean => {
    const column = columns[active.column - offset];
    if (!column) return false;
    const cell = box.current?.querySelector<HTMLElement>(`[data-row="-1"] [data-column="${active.column}"]`);
    const now = widths[column.key] ?? cell?.getBoundingClientRect().width ?? widthOf(column, widths);
    resize(column.key, Math.max(48, Math.round(now) + (key === "ArrowRight" ? widthStepPx : -widthStepPx)));
    return true;
  };

  const actOnKey = (event: KeyboardEvent): boolean => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    const inHead = active.row < 0;
    if (altKey) return inHead && (key === "ArrowLeft" || key === "ArrowRight") && resizeByKey(key);
    if (key === "Enter") {
      const column = columns[active.column - offset];
      if (inHead && column?.sortable) onSort(column);
      else if (!inHead && !(event.target as HTMLElement).matches("a,button,select")) open(active.row);
      else return false;
      return true;
    }
    if (selectable && key === " " && !(event.target as HTMLElement).matches("button,select,a")) {
      if (inHead) selection.selectLoaded();
      else selection.toggle(active.row, shiftKey);
      return true;
    }
    if (selectable && key.toLowerCase() === "a" && (ctrlKey || metaKey)) {
      selection.selectLoaded();
      return true;
    }
    if (key === "Escape" && selection.ids.size > 0) {
      selection.clear();
      return true;
    }
    const visibleRows = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / rowHeight) - 2);
    const next = moveByKey(key, ctrlKey || metaKey, active, {
      rows: rows.length,
      columns: columns.length + offset,
      visibleRows,
    });
    if (!next) return false;
    if (selectable && shiftKey && next.row >= 0 && (key === "ArrowUp" || key === "ArrowDown")) {
      if (selection.ids.size === 0) selection.toggle(active.row, false);
      selection.toggle(next.row, true);
    }
    moveTo(next);
    return true;
  };

  /** Left and right walk through the buttons of one cell before they leave it. */
  const walkInside = (event: KeyboardEvent): boolean => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return false;
    const cell = (event.target as HTMLElement).closest("[data-column]");
    const inside = [...(cell?.querySelectorAll<HTMLElement>("a,button,input,select") ?? [])];
    const next = inside[inside.indexOf(event.target as HTMLElement) + (event.key === "ArrowRight" ? 1 : -1)];
    if (inside.length < 2 || !next || !inside.includes(event.target as HTMLElement)) return false;
    next.focus();
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.target as HTMLElement).closest("[popover],dialog")) return;
    if (walkInside(event) || actOnKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const placeOf = (target: EventTarget): CellPlace | null => {
    const cell = (target as HTMLElement).closest<HTMLElement>("[data-column]");
    const row = cell?.closest<HTMLElement>("[data-row]");
    return cell && row ? { row: Number(row.dataset.row), column: Number(cell.dataset.column) } : null;
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const pressed = placeOf(target);
    if (!pressed || pressed.row < 0 || target.closest("a,button,input,label,select,[popover],dialog")) return;
    if (window.getSelection()?.toString() || (selectable && pressed.column === 0)) return;
    if (event.ctrlKey || event.metaKey) return;
    open(pressed.row);
  };

  const template = useMemo(() => gridColumns(columns, widths, selectable), [columns, widths, selectable]);
  const roomBeforeActions = hasRoomBeforeActions(columns, widths);
  const chosen = selection.ids.size;
  return (
    <>
      <div
        ref={box}
        role="grid"
        aria-label={label}
        aria-rowcount={total === null ? -1 : total + 1}
        aria-colcount={columns.length + offset}
        aria-multiselectable={selectable || undefined}
        aria-busy={live.loading === "loading"}
        tabIndex={-1}
        className="relative overflow-auto outline-none max-sm:hidden"
        style={
          {
            maxHeight,
            "--table-columns": template,
            scrollPaddingBlock: `${rowHeight}px 0`,
            scrollPaddingInline: `${offset * 40 + widthOf(columns.find((column) => column.identity) ?? { key: "", kind: "code", widthPx: 0 }, widths)}px 0`,
          } as React.CSSProperties
        }
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={(event) => {
          const focused = placeOf(event.target);
          if (focused && (focused.row !== active.row || focused.column !== active.column)) setActive(focused);
        }}
      >
        <div style={{ minWidth: leastTableWidth(columns, widths, selectable) }}>
          <GridHead
            columns={columns}
            sort={sort}
            selectable={selectable}
            selection={chosen === 0 ? "none" : chosen >= rows.length ? "all" : "some"}
            tabStop={active.row === -1 ? active.column : null}
            roomBeforeActions={roomBeforeActions}
            onSort={onSort}
            onSelectAll={selection.selectLoaded}
            onResize={resize}
          />
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const key = rowId(row);
              return (
                <GridRow
                  key={key}
                  row={row}
                  index={item.index}
                  ariaRowIndex={item.index + 2}
                  top={item.start}
                  columns={columns}
                  href={rowHref?.(row) ?? null}
                  selectable={selectable}
                  selected={selection.ids.has(key)}
                  selectLabel={t("selectRow", { name: rowLabel?.(row) ?? key })}
                  tabStop={active.row === item.index ? active.column : null}
                  roomBeforeActions={roomBeforeActions}
                  onSelect={selection.toggle}
                />
              );
            })}
          </div>
        </div>
      </div>
      <FullTextTip table={box} />
    </>
  );
}
