"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { ActionError } from "@/app/_edge/describe-error";
import { ErrorNote } from "@/app/_edge/error-note";
import { ActionState, actionStateOf } from "@/components/action-state";
import { Age } from "@/components/age";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { NotApplicable, Unknown } from "@/components/unknown";
import type { PushedRow } from "../load-trust";
import { UndoPush } from "./undo-push";

/** Quantities that were sent to channels in the last week, each with its state and the way back. */
export function PushedTable({ page }: { page: TablePage<PushedRow> }) {
  const t = useTranslations("trust.pushed");
  const format = useFormat();
  const [refused, setRefused] = useState<ActionError | null>(null);
  const columns = useMemo<Column<PushedRow>[]>(
    () => [
      {
        key: "sku",
        kind: "code",
        header: t("sku"),
        identity: true,
        cell: (row) => <Code text={row.skuCode} />,
        phone: "identity",
      },
      { key: "channel", kind: "custom", widthPx: 184, header: t("channel"), cell: (row) => row.channelName },
      {
        key: "change",
        kind: "custom",
        widthPx: 152,
        header: t("change"),
        cell: (row) =>
          row.before === null ? (
            <>
              <Unknown /> → {format.number(row.units)}
            </>
          ) : (
            t("units", { from: format.number(row.before), to: format.number(row.units) })
          ),
        phone: "figure",
      },
      {
        key: "state",
        kind: "state",
        widthPx: 184,
        header: t("state"),
        cell: (row) => {
          const state = actionStateOf(row.state);
          return state ? <ActionState state={state} /> : <span className="text-muted">{t("cancelled")}</span>;
        },
        phone: "state",
      },
      {
        key: "reason",
        kind: "title",
        header: t("reason"),
        cell: (row) =>
          row.isUndo ? t("isUndo") : row.reason ? <Title text={row.reason} /> : <NotApplicable />,
      },
      { key: "by", kind: "custom", widthPx: 128, header: t("by"), cell: (row) => row.by },
      { key: "at", kind: "date", header: t("at"), cell: (row) => <Age from={row.createdAt} /> },
      {
        key: "undo",
        kind: "actions",
        widthPx: 136,
        header: t("undo"),
        phone: "action",
        cell: (row) =>
          row.undoable ? (
            <UndoPush
              actionId={row.actionId}
              sku={row.skuCode}
              channel={row.channelName}
              onRefused={setRefused}
            />
          ) : null,
      },
    ],
    [t, format],
  );
  return (
    <>
      <ErrorNote error={refused} />
      <DataTable<PushedRow>
        id="sync-pushed"
        label={t("title")}
        columns={columns}
        page={page}
        more="/api/pages/sync/pushed"
        rowId={(row) => row.actionId}
        rowLabel={(row) => row.skuCode}
        rowHref={(row) => `/inventory/${encodeURIComponent(row.skuCode)}`}
        sourceLabel={t("title")}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
      />
    </>
  );
}
