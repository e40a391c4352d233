"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/age";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { Quantity } from "@/components/quantity";
import type { UnmappedRow } from "../load-stuck";

const kinds = ["sku", "location", "channel", "order", "campaign", "ad"] as const;
/** What a name can be given for; the others come by themselves. */
const mappable = new Set<string>(["sku", "location", "channel"]);

/** Names that sources use and nobody here knows, with what waits for each. */
export function UnmappedTable({ page, sources }: { page: TablePage<UnmappedRow>; sources: string[] }) {
  const t = useTranslations("inbox.unmapped");
  const columns = useMemo<Column<UnmappedRow>[]>(
    () => [
      {
        key: "code",
        kind: "code",
        widthPx: 160,
        header: t("code"),
        identity: true,
        cell: (row) => <Code text={row.externalCode} />,
        phone: "identity",
      },
      { key: "kind", kind: "custom", widthPx: 104, header: t("kind"), cell: (row) => t(`kinds.${row.kind}`) },
      { key: "source", kind: "custom", header: t("source"), cell: (row) => row.connection, phone: "state" },
      {
        key: "records",
        kind: "number",
        header: t("records"),
        cell: (row) => <Quantity value={row.records} unit="none" />,
        phone: "figure",
      },
      {
        key: "orders",
        kind: "number",
        header: t("orders"),
        cell: (row) => <Quantity value={row.orders} unit="none" />,
      },
      { key: "since", kind: "date", header: t("since"), cell: (row) => <Age from={row.since} /> },
      {
        key: "examples",
        kind: "title",
        header: t("examples"),
        cell: (row) => <Title text={[row.title, ...row.examples].filter(Boolean).join(" · ")} />,
      },
      {
        key: "next",
        kind: "custom",
        widthPx: 128,
        header: t("actions"),
        cell: (row) =>
          mappable.has(row.kind) ? (
            (row.suggestion && t("mapTo", { code: row.suggestion })) || t("map")
          ) : (
            <span className="text-muted">{t("byItself")}</span>
          ),
      },
    ],
    [t],
  );
  return (
    <DataTable<UnmappedRow>
      id="sync-unmapped"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={(row) => row.id}
      rowLabel={(row) => row.externalCode}
      rowHref={(row) =>
        mappable.has(row.kind) ? `/sync?list=unmapped&open=${encodeURIComponent(row.id)}` : null
      }
      filters={[
        {
          key: "source",
          label: t("source"),
          suggested: true,
          options: sources.map((name) => ({ value: name, label: name })),
        },
        {
          key: "kind",
          label: t("kind"),
          suggested: true,
          options: kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })),
        },
      ]}
      search
      csvHref="/api/pages/sync/unmapped/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind="allDone" title={t("empty")} />}
    />
  );
}
