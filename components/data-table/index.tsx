"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { LoadingBlock } from "@/components/unknown";
import { BulkBar } from "./bulk-bar";
import { ColumnsButton } from "./columns-button";
import { FilterBar } from "./filter-bar";
import { Foot } from "./foot";
import { Grid } from "./grid";
import { PhoneList } from "./phone-list";
import { nextSort } from "./query";
import type { Column, DataTableProps } from "./types";
import { type Address, useAddress } from "./use-address";
import { useColumns } from "./use-columns";
import { useRows } from "./use-rows";
import { useSelection } from "./use-selection";
import { bestFirstOf } from "./widths";

export { Code, Title } from "./cells";
export type {
  Bulk,
  BulkAction,
  BulkSelection,
  Column,
  DataTableProps,
  FilterDefinition,
  Sort,
  TablePage,
} from "./types";

const noFilters: never[] = [];
const phoneQuery = "(max-width: 639.98px)";

/** Whether the window is a phone's; false until the browser has said so, since the server cannot know. */
function usePhone(): boolean {
  const [phone, setPhone] = useState(false);
  useEffect(() => {
    const media = window.matchMedia(phoneQuery);
    const apply = () => setPhone(media.matches);
    apply();
    media.addEventListener("change", apply);
    return () => media.removeEventListener("change", apply);
  }, []);
  return phone;
}

/** Distance of an element from the top of the page, so that a table can end at the bottom of the window. */
function useTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(200);
  useLayoutEffect(() => {
    const measure = () =>
      setTop(Math.round((element.current?.getBoundingClientRect().top ?? 200) + window.scrollY));
    measure();
    // What stands above may wrap, appear or vanish; the table's own height does not move its top.
    const observer = new ResizeObserver(measure);
    observer.observe(document.documentElement);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}

/** The table of every list over 50 rows: server-driven pages, virtual rows, filters in the address, bulk actions. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    page,
    filters = noFilters,
    defaultSort,
    search = false,
    bulk,
    failed,
    height = "fill",
    rowId,
  } = props;
  const t = useTranslations("table");
  const address = useAddress(filters, defaultSort);
  const live = useRows(props, address.query);
  const selection = useSelection(live.rows, rowId);
  const chooser = useColumns(props.id, props.columns);
  const body = useRef<HTMLDivElement>(null);
  const top = useTop(body);
  const phone = usePhone();
  const total = page?.total ?? null;
  const onSort = (column: Column<Row>) =>
    address.setSort(nextSort(address.sort, column.key, bestFirstOf(column), defaultSort));
  const maxHeight =
    height === "fill" ? `max(320px, calc(100dvh - ${top}px - var(--row-height) - 26px))` : `${height}px`;
  const csvHref = props.csvHref ? `${props.csvHref}${address.query ? `?${address.query}` : ""}` : undefined;
  const selecting = bulk !== undefined && selection.ids.size > 0;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {selecting ? (
        <BulkBar
          bulk={bulk}
          selection={selection}
          rows={live.rows}
          rowId={rowId}
          total={total}
          query={address.query}
        />
      ) : (
        <FilterBar
          filters={filters}
          address={address}
          withSearch={search}
          total={total}
          tools={props.tools}
          columns={<ColumnsButton columns={props.columns} chooser={chooser} />}
        />
      )}
      <div ref={body} className="card relative min-w-0 gap-0 overflow-hidden p-0">
        {live.held ? <HeldBar added={live.held.added} gone={live.held.gone} onShow={live.showHeld} /> : null}
        {failed ? (
          <EmptyState
            kind="cannotBeKnown"
            title={failed.sentence}
            text={failed.logId ? t("logId", { id: failed.logId }) : undefined}
          />
        ) : page === null ? (
          <LoadingRows columns={chooser.shown.length} />
        ) : live.rows.length === 0 ? (
          <NoRows address={address} empty={props.empty} />
        ) : phone ? (
          <PhoneList table={props} rows={live.rows} live={live} selection={selection} />
        ) : (
          <Grid
            table={{ ...props, columns: chooser.shown }}
            rows={live.rows}
            live={live}
            selection={selection}
            sort={address.sort}
            total={total}
            onSort={onSort}
            maxHeight={maxHeight}
          />
        )}
        {live.loading === "failed" ? (
          <p role="status" className="flex items-center gap-3 border-t border-border px-2.5 py-1.5">
            {t("moreFailed")}
            <Button size="sm" onPress={() => void live.loadMore()}>
              {t("retry")}
            </Button>
          </p>
        ) : null}
        {page && !failed ? (
          <Foot
            loaded={live.rows.length}
            total={total}
            totalUnfiltered={page.totalUnfiltered}
            asOf={page.asOf}
            sourceLabel={props.sourceLabel}
            csvHref={csvHref}
            busy={address.pending || live.loading === "loading"}
          />
        ) : null}
      </div>
    </div>
  );
}

function HeldBar({ added, gone, onShow }: { added: number; gone: number; onShow: () => void }) {
  const t = useTranslations("table");
  return (
    <p role="status" className="flex items-center gap-3 border-b border-border bg-accent-soft px-2.5 py-1">
      {t("held", { added, gone })}
      <Button size="sm" onPress={onShow}>
        {t("showHeld")}
      </Button>
    </p>
  );
}

function NoRows({ address, empty }: { address: Address; empty: DataTableProps<never>["empty"] }) {
  const t = useTranslations("table");
  const format = useFormat();
  const names = address.applied.map(({ filter, values }) =>
    t("applied", {
      name: filter.label,
      values: format.list(
        values.map((value) => filter.options.find((option) => option.value === value)?.label ?? value),
      ),
    }),
  );
  if (address.search) names.unshift(t("searchedFor", { text: address.search }));
  if (names.length === 0) return empty ?? <EmptyState kind="nothingYet" title={t("nothingYet")} />;
  return (
    <EmptyState
      kind="nothingMatches"
      title={t("nothingMatches")}
      text={format.list(names)}
      action={<Button onPress={address.clear}>{t("clearAll")}</Button>}
    />
  );
}

function LoadingRows({ columns }: { columns: number }) {
  const t = useTranslations("table");
  return (
    <div role="status">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: 12 }, (_, row) => (
        <div key={row} className="flex h-(--row-height) items-center gap-8 border-b border-border px-4">
          {Array.from({ length: Math.min(columns, 7) }, (_, column) => (
            <LoadingBlock key={column} width={column === 0 ? 88 : 64} />
          ))}
        </div>
      ))}
    </div>
  );
}
