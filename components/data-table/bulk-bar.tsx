"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import type { Bulk, BulkAction, BulkSelection } from "./types";
import type { Selection } from "./use-selection";

interface BulkBarProps<Row> {
  bulk: Bulk<Row>;
  selection: Selection;
  rows: Row[];
  rowId: (row: Row) => string;
  total: number | null;
  query: string;
}

/** Takes the place of the filters while rows are selected. */
export function BulkBar<Row>({ bulk, selection, rows, rowId, total, query }: BulkBarProps<Row>) {
  const t = useTranslations("table");
  const format = useFormat();
  const [running, setRunning] = useState<string | null>(null);
  const all = selection.allSince !== null && total !== null;
  const count = all ? total : selection.ids.size;
  const chosen: BulkSelection =
    all && selection.allSince
      ? { mode: "matching", query, at: selection.allSince, total }
      : { mode: "rows", ids: [...selection.ids] };
  const run = async (action: BulkAction) => {
    setRunning(action.key);
    try {
      await action.run(chosen);
    } finally {
      setRunning(null);
    }
  };
  const more = !all && total !== null && total > selection.ids.size && selection.ids.size >= rows.length;
  return (
    <div
      role="toolbar"
      aria-label={t("bulkLabel")}
      className="flex min-h-(--control-height) flex-wrap items-center gap-2"
    >
      <p aria-live="polite" className="font-medium">
        {t("selected", { count, figure: format.number(count) })}
      </p>
      {more ? (
        <Button variant="ghost" onPress={selection.selectMatching}>
          {t("selectMatching", { figure: format.number(total) })}
        </Button>
      ) : null}
      {bulk.sum && !all ? (
        <p className="text-muted">{bulk.sum(rows.filter((row) => selection.ids.has(rowId(row))))}</p>
      ) : null}
      <div className="ml-auto flex items-center gap-2">
        {bulk.actions.map((action) => (
          <Button
            key={action.key}
            needsConnection
            offReason={action.offReason}
            pending={running === action.key}
            onPress={() => void run(action)}
          >
            {action.label}
          </Button>
        ))}
        <Button variant="ghost" onPress={selection.clear}>
          {t("clearSelection")}
        </Button>
      </div>
    </div>
  );
}
