"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/age";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Money } from "@/components/money";
import { PriceUnknown } from "@/components/unknown";
import type { OrderList } from "@/db/queries/orders";
import type { OrderRow } from "../load";
import { Problem } from "./problem";

/** One of the lists of the Orders page. A row opens the order, or the comparison with its source. */
export function OrdersTable({
  list,
  page,
  channels,
}: {
  list: OrderList;
  page: TablePage<OrderRow>;
  channels: { code: string; name: string }[];
}) {
  const t = useTranslations("orders");
  const format = useFormat();
  const params = useSearchParams();
  const columns = useMemo<Column<OrderRow>[]>(() => {
    const order: Column<OrderRow> = {
      key: "order",
      kind: "custom",
      widthPx: 176,
      header: t("columns.order"),
      identity: true,
      cell: (row) => <Code text={row.externalId} />,
      phone: "identity",
    };
    const channel: Column<OrderRow> = {
      key: "channel",
      kind: "custom",
      header: t("columns.channel"),
      cell: (row) => row.channelName,
      phone: "state",
    };
    const problem: Column<OrderRow> = {
      key: "problem",
      kind: "title",
      header: t("columns.problem"),
      cell: (row) => <Problem problem={row.problem} />,
      phone: "figure",
    };
    const since: Column<OrderRow> = {
      key: "since",
      kind: "date",
      header: t("columns.age"),
      cell: (row) => <Age from={row.since} />,
      sortable: true,
      bestFirst: "desc",
    };
    if (list === "all") {
      return [
        order,
        channel,
        {
          key: "since",
          kind: "custom",
          widthPx: 168,
          header: t("columns.placed"),
          cell: (row) => format.moment(row.placedAt),
          sortable: true,
          bestFirst: "desc",
          phone: "figure",
        },
        {
          key: "state",
          kind: "custom",
          widthPx: 112,
          header: t("columns.state"),
          cell: (row) => t(`states.${row.state}` as "states.open"),
        },
        {
          key: "amount",
          kind: "money",
          widthPx: 176,
          header: t("columns.amount"),
          cell: (row) =>
            row.priceUnknown ? <PriceUnknown /> : <Money value={row.amount} currencyDisplay="code" />,
        },
        { ...problem, phone: undefined },
      ];
    }
    return [
      order,
      channel,
      problem,
      since,
      {
        key: "placed",
        kind: "custom",
        widthPx: 168,
        header: t("columns.placed"),
        cell: (row) => format.moment(row.placedAt),
      },
      {
        key: "owner",
        kind: "custom",
        header: t("columns.owner"),
        cell: (row) => row.owner ?? <span className="text-muted">{t("nobody")}</span>,
      },
    ];
  }, [t, format, list]);
  return (
    <DataTable<OrderRow>
      id={`orders-${list}`}
      label={t(`lists.${list}`)}
      columns={columns}
      page={page}
      more="/api/pages/orders"
      rowId={(row) => row.id}
      rowLabel={(row) => row.externalId}
      rowHref={(row) => {
        const next = new URLSearchParams(params);
        next.delete("check");
        next.delete("order");
        if (row.checkId) next.set("check", String(row.checkId));
        else if (row.orderId) next.set("order", String(row.orderId));
        else return null;
        return `/orders?${next}`;
      }}
      defaultSort={{ key: "since", direction: "desc" }}
      filters={[
        {
          key: "channel",
          label: t("columns.channel"),
          suggested: true,
          options: channels.map((one) => ({ value: one.code, label: one.name })),
        },
        ...(list === "all"
          ? [
              {
                key: "state",
                label: t("columns.state"),
                suggested: true,
                options: ["open", "shipped", "completed", "cancelled"].map((value) => ({
                  value,
                  label: t(`states.${value}` as "states.open"),
                })),
              },
            ]
          : []),
      ]}
      search
      csvHref="/api/pages/orders/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind={list === "all" ? "nothingYet" : "allDone"} title={t(`empty.${list}`)} />}
    />
  );
}
