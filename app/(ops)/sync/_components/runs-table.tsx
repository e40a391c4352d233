"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/age";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { Quantity } from "@/components/quantity";
import { NotApplicable } from "@/components/unknown";
import type { ReadingRow } from "../load-trust";

const states = ["queued", "running", "done", "failed", "cancelled"] as const;

/** The readings of all sources with their accounting: read = accepted + unchanged + rejected. */
export function RunsTable({
  page,
  sources,
  kinds,
}: {
  page: TablePage<ReadingRow>;
  sources: string[];
  kinds: { value: string; label: string }[];
}) {
  const t = useTranslations("sync.runs");
  const columns = useMemo<Column<ReadingRow>[]>(() => {
    const count = (key: "read" | "accepted" | "unchanged" | "rejected"): Column<ReadingRow> => ({
      key,
      kind: "number",
      header: t(key),
      cell: (row) => <Quantity value={row[key]} unit="none" />,
    });
    return [
      { key: "run", kind: "code", header: t("run"), identity: true, cell: (row) => `#${row.id}` },
      {
        key: "source",
        kind: "custom",
        widthPx: 208,
        header: t("source"),
        cell: (row) => <Title text={row.source} />,
        phone: "identity",
      },
      { key: "kind", kind: "custom", widthPx: 112, header: t("kind"), cell: (row) => row.kindWord },
      {
        key: "state",
        kind: "state",
        header: t("state"),
        cell: (row) => (
          <span className={row.state === "failed" ? "text-out-ink" : undefined}>
            {t(`states.${row.state}` as "states.done")}
          </span>
        ),
        phone: "state",
      },
      count("read"),
      { ...count("accepted"), phone: "figure" },
      count("unchanged"),
      count("rejected"),
      {
        key: "finished",
        kind: "date",
        header: t("finished"),
        cell: (row) => <Age from={row.finishedAt ?? row.startedAt} />,
      },
      {
        key: "error",
        kind: "title",
        header: t("error"),
        cell: (row) => (row.error ? <Title text={row.error} /> : <NotApplicable />),
      },
    ];
  }, [t]);
  return (
    <DataTable<ReadingRow>
      id="sync-runs"
      label={t("title")}
      columns={columns}
      page={page}
      more="/api/pages/sync/runs"
      rowId={(row) => String(row.id)}
      rowLabel={(row) => `#${row.id}`}
      rowHref={(row) => `/imports/${row.id}`}
      filters={[
        {
          key: "state",
          label: t("state"),
          suggested: true,
          options: states.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        {
          key: "source",
          label: t("source"),
          suggested: true,
          options: sources.map((name) => ({ value: name, label: name })),
        },
        { key: "kind", label: t("kind"), options: kinds },
      ]}
      csvHref="/api/pages/sync/runs/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind="nothingYet" title={t("empty")} />}
    />
  );
}
