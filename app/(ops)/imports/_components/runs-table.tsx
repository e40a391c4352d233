"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/age";
import { type Column, DataTable, type FilterDefinition, type TablePage } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { usePastMoment } from "@/components/past/moment";
import { NotKept } from "@/components/past/not-kept";
import { Quantity } from "@/components/quantity";
import type { RunRow } from "../types";
import { RunState } from "./run-state";
import { useKindLabel } from "./use-kind-label";

const runStates = ["queued", "running", "done", "failed", "cancelled"] as const;
const recordKinds = [
  "skus",
  "locations",
  "lanes",
  "channels",
  "listings",
  "stock",
  "orders",
  "returns",
  "campaigns",
  "product-ads",
  "ad-spend",
] as const;
const periodDays = [1, 7, 28, 91] as const;

/** Every import of a file, newest first, with its account. A row opens the run. */
export function RunsTable({
  page,
  sources,
}: {
  page: TablePage<RunRow>;
  sources: { key: string; name: string }[];
}) {
  const t = useTranslations("imports");
  const kindLabel = useKindLabel();
  const past = usePastMoment() !== null;
  const columns = useMemo<Column<RunRow>[]>(() => {
    const count = (key: "read" | "accepted" | "unchanged" | "rejected"): Column<RunRow> => ({
      key,
      kind: "number",
      header: t(`columnHeads.${key}`),
      cell: (row) => {
        const count = (
          <span className={key === "rejected" && row.rejected > 0 ? "text-out-ink" : undefined}>
            <Quantity value={row[key]} unit="none" />
          </span>
        );
        return row.finishedAt ? count : <NotKept otherwise={count} />;
      },
      phone: key === "rejected" ? "figure" : undefined,
    });
    return [
      {
        key: "file",
        kind: "title",
        header: t("columnHeads.file"),
        identity: true,
        cell: (row) => t("fileOfRun", { id: String(row.id), file: row.fileName ?? t("fileGone") }),
        phone: "identity",
      },
      {
        key: "state",
        kind: "custom",
        widthPx: 120,
        header: t("columnHeads.state"),
        cell: (row) => <RunState state={row.state} />,
        phone: "state",
      },
      {
        key: "kind",
        kind: "custom",
        widthPx: 128,
        header: t("columnHeads.kind"),
        cell: (row) => kindLabel(row.kind),
      },
      count("read"),
      count("accepted"),
      count("unchanged"),
      count("rejected"),
      {
        key: "source",
        kind: "custom",
        widthPx: 128,
        header: t("columnHeads.source"),
        cell: (row) => row.source,
      },
      { key: "who", kind: "custom", widthPx: 128, header: t("columnHeads.who"), cell: (row) => row.who },
      {
        key: "when",
        kind: "date",
        header: t("columnHeads.when"),
        cell: (row) => <Age from={row.finishedAt ?? row.queuedAt} />,
      },
    ];
  }, [t, kindLabel]);
  const filters = useMemo<FilterDefinition[]>(
    () => [
      {
        key: "state",
        label: t("columnHeads.state"),
        suggested: true,
        options: runStates.map((value) => ({ value, label: t(`states.${value}`) })),
      },
      {
        key: "kind",
        label: t("columnHeads.kind"),
        suggested: true,
        options: recordKinds.map((value) => ({ value, label: kindLabel(value) })),
      },
      {
        key: "source",
        label: t("columnHeads.source"),
        suggested: sources.length > 1,
        options: sources.map(({ key, name }) => ({ value: key, label: name })),
      },
      {
        key: "period",
        label: t("period"),
        suggested: true,
        options: periodDays.map((days) => ({ value: String(days), label: t("lastDays", { days }) })),
      },
    ],
    [t, kindLabel, sources],
  );
  return (
    <DataTable<RunRow>
      id="imports"
      label={t("runs")}
      columns={columns}
      page={page}
      more="/api/pages/imports"
      rowId={(row) => String(row.id)}
      rowHref={(row) => `/imports/${row.id}`}
      filters={filters}
      search
      csvHref="/api/pages/imports/csv"
      sourceLabel={t("runs")}
      height={480}
      empty={
        <EmptyState kind="nothingYet" title={t("empty.title")} text={past ? undefined : t("empty.text")} />
      }
    />
  );
}
