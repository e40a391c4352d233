"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Money } from "@/components/money";
import { Quantity } from "@/components/quantity";
import { NotApplicable } from "@/components/unknown";
import type { TransferRow } from "../load";
import { defaultSorts, type ListName } from "../sorts";
import { TransferState } from "./transfer-state";

/** Transfers on the way, arrived, or cancelled and refused. */
export function TransferTable({ list, page }: { list: ListName; page: TablePage<TransferRow> | null }) {
  const t = useTranslations("transfers");
  const format = useFormat();
  const columns = useMemo<Column<TransferRow>[]>(() => {
    const arrived = list === "arrived";
    return [
      {
        key: "number",
        kind: "code",
        widthPx: 112,
        header: t("columns.number"),
        identity: true,
        cell: (row) => <Code text={row.number} />,
        phone: "identity",
      },
      {
        key: "state",
        kind: "custom",
        widthPx: arrived ? 104 : 176,
        header: t("columns.state"),
        cell: (row) => <TransferState mark={row.mark} state={row.state} overdue={row.overdue} />,
        phone: "state",
      },
      {
        key: arrived ? "received" : list === "refused" ? "planned" : "expected",
        kind: "date",
        header: t(`columns.${arrived ? "received" : list === "refused" ? "planned" : "expected"}`),
        cell: (row) =>
          format.day(
            arrived
              ? (row.receivedAt ?? row.expectedAt)
              : list === "refused"
                ? row.plannedAt
                : row.expectedAt,
            "table",
          ),
        sortable: true,
        bestFirst: defaultSorts[list].direction,
        phone: "figure",
      },
      {
        key: "route",
        kind: "custom",
        widthPx: 152,
        header: t("columns.route"),
        cell: (row) => <Title text={`${row.originCode} → ${row.destinationCode}`} />,
        phone: "gauge",
      },
      {
        key: "sku",
        kind: "title",
        header: t("columns.sku"),
        cell: (row) => (
          <Title
            text={
              row.lineCount > 1
                ? t("skuAndMore", { sku: row.skuCode, count: row.lineCount - 1 })
                : `${row.skuCode} ${row.skuTitle}`
            }
          />
        ),
      },
      {
        key: "units",
        kind: "number",
        header: t("columns.units"),
        cell: (row) => <Quantity value={row.units} unit="none" />,
        sortable: true,
        bestFirst: "desc",
      },
      {
        key: "moved",
        kind: "number",
        header: t(arrived ? "columns.receivedUnits" : "columns.shippedUnits"),
        cell: (row) => {
          const units = arrived ? row.receivedUnits : row.shippedUnits;
          return units === null ? <NotApplicable /> : <Quantity value={units} unit="none" />;
        },
      },
      {
        key: "freight",
        kind: "money",
        header: t("columns.freight"),
        cell: (row) => (
          <Money value={{ minor: row.freightMinor, currency: row.currency }} currencyDisplay="symbol" />
        ),
        sortable: true,
        bestFirst: "desc",
      },
      {
        key: "value",
        kind: "money",
        header: t("columns.value"),
        cell: (row) => money(row.expectedMinor, row.currency),
        sortable: true,
        bestFirst: "desc",
      },
      ...(arrived
        ? [
            {
              key: "realised",
              kind: "money" as const,
              header: t("columns.realised"),
              cell: (row: TransferRow) => money(row.realisedMinor, row.currency),
            },
          ]
        : []),
    ];
  }, [t, format, list]);
  return (
    <DataTable<TransferRow>
      id={`transfers-${list}`}
      label={t(`tabs.${list}`)}
      columns={columns}
      page={page}
      more="/api/pages/transfers"
      rowId={(row) => row.id}
      rowLabel={(row) => row.number}
      rowHref={(row) => `/transfers/${row.id}`}
      defaultSort={defaultSorts[list]}
      filters={
        list === "way"
          ? [
              {
                key: "overdue",
                label: t("columns.overdue"),
                suggested: true,
                options: [{ value: "1", label: t("overdue") }],
              },
            ]
          : []
      }
      search
      csvHref="/api/pages/transfers/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind="nothingYet" title={t(`empty.${list}`)} />}
    />
  );
}

const money = (minor: number | null, currency: string) =>
  minor === null ? <NotApplicable /> : <Money value={{ minor, currency }} currencyDisplay="symbol" />;
