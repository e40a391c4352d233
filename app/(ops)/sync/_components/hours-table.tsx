"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/age";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Unknown } from "@/components/unknown";
import type { HourRow } from "../load-trust";
import { HourResult } from "./hour-result";
import { amountsIn } from "./hour-words";

const steps = ["300", "3600", "86400"] as const;
const results = ["remaining", "found", "unread"] as const;

/** Every comparison of an hour, newest first: what the source says beside what is here. */
export function HoursTable({
  page,
  query,
  sources,
}: {
  page: TablePage<HourRow>;
  query: string;
  sources: string[];
}) {
  const t = useTranslations("trust.hours");
  const format = useFormat();
  const columns = useMemo<Column<HourRow>[]>(() => {
    /** One figure where both sides agree, both where they do not. */
    const pair = (ours: string | null, theirs: string | null) =>
      ours === null || theirs === null ? (
        <Unknown />
      ) : ours === theirs ? (
        ours
      ) : (
        <mark className="bg-at-risk-soft px-1 text-at-risk-ink">{t("pair", { ours, theirs })}</mark>
      );
    const count = (value: number | null) => (value === null ? null : format.number(value));
    return [
      {
        key: "hour",
        kind: "custom",
        widthPx: 168,
        header: t("hour"),
        identity: true,
        cell: (row) => format.moment(row.hour),
        phone: "identity",
      },
      { key: "source", kind: "custom", widthPx: 208, header: t("source"), cell: (row) => row.source },
      {
        key: "after",
        kind: "custom",
        widthPx: 96,
        header: t("after"),
        cell: (row) => t(`steps.${row.afterSeconds}` as "steps.300"),
        phone: "figure",
      },
      {
        key: "orders",
        kind: "number",
        widthPx: 120,
        header: t("orders"),
        cell: (row) => pair(count(row.ourOrders), count(row.sourceOrders)),
      },
      {
        key: "units",
        kind: "number",
        widthPx: 120,
        header: t("units"),
        cell: (row) => pair(count(row.ourUnits), count(row.sourceUnits)),
      },
      {
        key: "amount",
        kind: "money",
        widthPx: 232,
        header: t("amount"),
        cell: (row) => pair(amountsIn(format, row.ourAmounts), amountsIn(format, row.sourceAmounts)),
      },
      {
        key: "result",
        kind: "custom",
        widthPx: 272,
        header: t("result"),
        cell: (row) => <HourResult row={row} />,
        phone: "state",
      },
      { key: "compared", kind: "date", header: t("compared"), cell: (row) => <Age from={row.comparedAt} /> },
    ];
  }, [t, format]);
  return (
    <DataTable<HourRow>
      id="sync-hours"
      label={t("title")}
      columns={columns}
      page={page}
      more="/api/pages/sync/reconciliation"
      rowId={(row) => row.id}
      rowLabel={(row) => `${row.source} ${format.moment(row.hour)}`}
      rowHref={(row) => `/sync?${query}&open=${row.id}`}
      filters={[
        {
          key: "result",
          label: t("result"),
          suggested: true,
          options: results.map((value) => ({ value, label: t(`results.${value}`) })),
        },
        {
          key: "source",
          label: t("source"),
          suggested: true,
          options: sources.map((name) => ({ value: name, label: name })),
        },
        {
          key: "after",
          label: t("after"),
          suggested: true,
          options: steps.map((value) => ({ value, label: t(`steps.${value}`) })),
        },
      ]}
      csvHref="/api/pages/sync/reconciliation/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind="nothingYet" title={t("none")} />}
    />
  );
}
