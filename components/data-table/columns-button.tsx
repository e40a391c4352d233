"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/button";
import { Popup } from "@/components/popup";
import type { Column } from "./types";
import { type ColumnChooser, canHide, isShown } from "./use-columns";

interface ColumnsButtonProps<Row> {
  columns: Column<Row>[];
  chooser: ColumnChooser;
}

/** Opens the list of columns, each to be shown or hidden. */
export function ColumnsButton<Row>({ columns, chooser }: ColumnsButtonProps<Row>) {
  const t = useTranslations("table");
  const list = columns.filter(canHide);
  const hidden = list.filter((column) => !isShown(column, chooser.choice)).length;
  if (list.length === 0) return null;
  return (
    <Popup
      align="end"
      className="h-(--control-height) border border-field-border bg-surface px-2.5 text-body whitespace-nowrap hover:bg-surface-secondary"
      trigger={
        <>
          <Columns3 aria-hidden="true" size={14} />
          {hidden > 0 ? t("columnsHidden", { count: hidden }) : t("columns")}
        </>
      }
    >
      <fieldset className="flex min-w-52 flex-col p-1">
        <legend className="sr-only">{t("columnsLegend")}</legend>
        {list.map((column) => (
          <label
            key={column.key}
            className="flex min-h-(--control-height) cursor-pointer items-center gap-2 rounded-chip px-2 hover:bg-surface-tertiary"
          >
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={isShown(column, chooser.choice)}
              onChange={(event) => chooser.choose(column.key, event.target.checked)}
            />
            {column.header}
          </label>
        ))}
      </fieldset>
      <div className="border-t border-border p-1">
        <Button
          size="sm"
          variant="ghost"
          full
          offReason={Object.keys(chooser.choice).length === 0 ? t("columnsAsUsual") : null}
          onPress={chooser.reset}
        >
          {t("columnsReset")}
        </Button>
      </div>
    </Popup>
  );
}
