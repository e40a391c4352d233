"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/button";
import { AppLink } from "@/components/link";
import type { DataTableProps } from "./types";
import type { useRows } from "./use-rows";
import type { Selection } from "./use-selection";

interface PhoneListProps<Row> {
  table: DataTableProps<Row>;
  rows: Row[];
  live: Pick<ReturnType<typeof useRows>, "hasMore" | "loading" | "loadMore">;
  selection: Selection;
}

/** Rows of a phone in two lines: identity and state; deciding figure and gauge. A tap opens. */
export function PhoneList<Row>({ table, rows, live, selection }: PhoneListProps<Row>) {
  const t = useTranslations("table");
  const part = (place: "identity" | "state" | "figure" | "gauge" | "action") =>
    table.columns.find((column) => column.phone === place);
  const [identity, state, figure, gauge] = [
    part("identity") ?? table.columns[0],
    part("state"),
    part("figure"),
    part("gauge"),
  ];
  const beside = part("action");
  const actions = beside ?? table.columns.find((column) => column.kind === "actions");
  return (
    <>
      <ul aria-label={table.label} className="sm:hidden">
        {rows.map((row, index) => {
          const id = table.rowId(row);
          const href = table.rowHref?.(row);
          const name = identity?.cell(row);
          return (
            <li
              key={id}
              className="relative flex min-h-14 items-center gap-3 border-b border-border px-4 py-2 [contain-intrinsic-size:auto_56px] [content-visibility:auto]"
            >
              {table.bulk ? (
                <label className="relative z-1 -m-2 flex size-11 shrink-0 items-center justify-center">
                  <input
                    type="checkbox"
                    className="size-5 accent-accent"
                    aria-label={t("selectRow", { name: table.rowLabel?.(row) ?? id })}
                    checked={selection.ids.has(id)}
                    onChange={() => selection.toggle(index, false)}
                  />
                </label>
              ) : null}
              <div className="min-w-0 grow">
                <div className="flex items-center justify-between gap-3">
                  <span className={`truncate font-medium ${beside ? "max-w-[65%] shrink-0" : "min-w-0"}`}>
                    {href ? (
                      <AppLink href={href} prefetch={false} className="after:absolute after:inset-0">
                        {name}
                      </AppLink>
                    ) : (
                      name
                    )}
                  </span>
                  {beside && state ? (
                    <span className="min-w-0 truncate">{state.cell(row)}</span>
                  ) : (
                    state?.cell(row)
                  )}
                </div>
                {figure || gauge ? (
                  <div className="flex items-center justify-between gap-3 text-muted">
                    {figure ? (
                      <span className="min-w-0 truncate">
                        <span className="text-foreground">{figure.cell(row)}</span>{" "}
                        <span className="text-caption">{figure.header}</span>
                      </span>
                    ) : (
                      <span />
                    )}
                    {gauge ? <span className="shrink-0 [zoom:0.8]">{gauge.cell(row)}</span> : null}
                  </div>
                ) : null}
              </div>
              {actions && (beside || !href) ? (
                <div className="relative z-1 flex max-w-[45%] shrink-0 flex-wrap justify-end gap-1">
                  {actions.cell(row)}
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
      {live.hasMore ? (
        <div className="p-3 sm:hidden">
          <Button full pending={live.loading === "loading"} onPress={() => void live.loadMore()}>
            {t("loadMore")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
