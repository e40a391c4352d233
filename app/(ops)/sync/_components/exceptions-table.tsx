"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { ActionState } from "@/components/action-state";
import { Age } from "@/components/age";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { Quantity } from "@/components/quantity";
import type { SyncList } from "@/db/queries/sync";
import type { ExceptionRow } from "../load";
import { PushButton } from "./push-button";
import { ToSellCell } from "./to-sell-cell";

/** One list of exceptions: wrong quantities, rejected rows or actions without proof. */
export function ExceptionsTable({
  list,
  page,
  sources,
}: {
  list: SyncList;
  page: TablePage<ExceptionRow>;
  sources: string[];
}) {
  const t = useTranslations("sync");
  const words = useTranslations("inbox.push");
  const columns = useMemo<Column<ExceptionRow>[]>(() => {
    const source: Column<ExceptionRow> = {
      key: "source",
      kind: "custom",
      header: t("columns.source"),
      cell: (row) => row.source,
      phone: "state",
    };
    const since: Column<ExceptionRow> = {
      key: "since",
      kind: "date",
      header: t("columns.since"),
      cell: (row) => <Age from={row.since} />,
      sortable: true,
      bestFirst: "asc",
    };
    const sku: Column<ExceptionRow> = {
      key: "sku",
      kind: "code",
      header: t("columns.sku"),
      identity: true,
      cell: (row) => (row.skuCode ? <Code text={row.skuCode} /> : t("several")),
      phone: "identity",
    };
    if (list === "drift") {
      return [
        sku,
        source,
        {
          key: "published",
          kind: "number",
          header: t("columns.published"),
          cell: (row) => <Quantity value={row.published} unit="none" />,
        },
        {
          key: "toSell",
          kind: "number",
          header: t("columns.toSell"),
          cell: (row) =>
            row.push ? (
              <ToSellCell
                listingId={row.push.listingId}
                sku={row.skuCode ?? ""}
                channel={row.source}
                toSell={row.toSell}
              />
            ) : (
              <Quantity value={row.toSell} unit="none" />
            ),
        },
        {
          key: "drift",
          kind: "number",
          header: t("columns.difference"),
          cell: (row) => <Quantity value={row.drift} unit="none" signed />,
          phone: "figure",
        },
        {
          key: "risk",
          kind: "custom",
          header: t("columns.risk"),
          cell: (row) =>
            (row.drift ?? 0) > 0 ? (
              <span className="text-out-ink">{t("oversell")}</span>
            ) : (
              <span className="text-at-risk-ink">{t("hidden")}</span>
            ),
        },
        since,
        {
          key: "push",
          kind: "actions",
          widthPx: 264,
          phone: "action",
          header: words("column"),
          cell: (row) =>
            row.push ? (
              <PushButton
                push={row.push}
                sku={row.skuCode ?? ""}
                channel={row.source}
                toSell={row.toSell}
                published={row.published}
              />
            ) : null,
        },
      ];
    }
    if (list === "rejected") {
      return [
        {
          key: "line",
          kind: "number",
          header: t("columns.line"),
          identity: true,
          cell: (row) => <Quantity value={row.lineNo} unit="none" />,
          phone: "identity",
        },
        source,
        { key: "kind", kind: "custom", widthPx: 112, header: t("columns.kind"), cell: (row) => row.kind },
        { key: "field", kind: "custom", widthPx: 128, header: t("columns.field"), cell: (row) => row.field },
        {
          key: "reason",
          kind: "title",
          header: t("columns.reason"),
          cell: (row) => row.reason,
          phone: "figure",
        },
        since,
      ];
    }
    return [
      sku,
      source,
      {
        key: "state",
        kind: "custom",
        widthPx: 176,
        header: t("columns.state"),
        cell: (row) => <ActionState state={row.actionState as "unconfirmed"} />,
        phone: "figure",
      },
      { key: "reason", kind: "title", header: t("columns.reason"), cell: (row) => row.reason },
      since,
    ];
  }, [t, words, list]);
  return (
    <DataTable<ExceptionRow>
      id={`sync-${list}`}
      label={t(`lists.${list}`)}
      columns={columns}
      page={page}
      more="/api/pages/sync"
      rowId={(row) => row.id}
      rowLabel={(row) => row.skuCode ?? row.id}
      rowHref={(row) => hrefOf(list, row)}
      defaultSort={{ key: "since", direction: "asc" }}
      filters={[
        {
          key: "source",
          label: t("columns.source"),
          suggested: true,
          options: sources.map((name) => ({ value: name, label: name })),
        },
        ...(list === "drift"
          ? [
              {
                key: "direction",
                label: t("columns.risk"),
                suggested: true,
                options: [
                  { value: "oversell", label: t("oversell") },
                  { value: "hidden", label: t("hidden") },
                ],
              },
            ]
          : []),
      ]}
      search={list !== "rejected"}
      csvHref="/api/pages/sync/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind="allDone" title={t(`empty.${list}`)} />}
    />
  );
}

function hrefOf(list: SyncList, row: ExceptionRow): string | null {
  if (list === "rejected") return `/imports/${row.runId}`;
  if (list === "unconfirmed" && row.recommendationId) return `/decisions?id=${row.recommendationId}`;
  return row.skuCode ? `/inventory/${encodeURIComponent(row.skuCode)}` : null;
}
