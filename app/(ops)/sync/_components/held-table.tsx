"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/age";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { NotApplicable } from "@/components/unknown";
import { detailOf } from "../../orders/_view/flag-sum";
import type { HeldRow } from "../load-trust";

const kinds = ["sums_differ", "captured_differs", "lines_differ", "quantity_unusual"] as const;

/** Orders held for review, newest first; a row opens its sum and the decision. */
export function HeldTable({
  page,
  query,
  channels,
}: {
  page: TablePage<HeldRow>;
  query: string;
  channels: { code: string; name: string }[];
}) {
  const t = useTranslations("trust.held");
  const format = useFormat();
  const columns = useMemo<Column<HeldRow>[]>(() => {
    const sums = (row: HeldRow): string => {
      const detail = detailOf(row.detail);
      if (detail.kind === "hash") return t("hashes");
      if (detail.kind === "quantity")
        return t("quantity", {
          quantity: format.number(detail.of.quantity),
          most: format.number(detail.of.most),
        });
      const { currency, sumMinor, totalMinor } = detail.of;
      return t(row.kind === "captured_differs" ? "sumPaid" : "sum", {
        sum: format.money(sumMinor, currency, { currencyDisplay: "code" }),
        total: format.money(totalMinor, currency, { currencyDisplay: "code" }),
      });
    };
    return [
      {
        key: "order",
        kind: "code",
        widthPx: 160,
        header: t("order"),
        identity: true,
        cell: (row) => <Code text={row.externalId} />,
        phone: "identity",
      },
      { key: "channel", kind: "custom", widthPx: 152, header: t("channel"), cell: (row) => row.channelName },
      {
        key: "kind",
        kind: "custom",
        widthPx: 184,
        header: t("why"),
        cell: (row) => t(`kinds.${row.kind}`),
      },
      {
        key: "sum",
        kind: "title",
        header: t("arithmetic"),
        cell: (row) => <Title text={sums(row)} />,
        phone: "figure",
      },
      {
        key: "likely",
        kind: "custom",
        widthPx: 104,
        header: t("likely"),
        cell: (row) => {
          const detail = detailOf(row.detail);
          const likely = detail.kind === "sum" ? detail.of.likely : null;
          return likely ? (
            <span className="text-at-risk-ink">
              {t("likelyUnits", {
                quantity: format.number(likely.quantity),
                likely: format.number(likely.likelyQuantity),
              })}
            </span>
          ) : (
            <NotApplicable />
          );
        },
      },
      {
        key: "state",
        kind: "custom",
        widthPx: 144,
        header: t("state"),
        cell: (row) => (
          <span className={row.state === "open" ? undefined : "text-muted"}>{t(`states.${row.state}`)}</span>
        ),
        phone: "state",
      },
      { key: "raised", kind: "date", header: t("raised"), cell: (row) => <Age from={row.raisedAt} /> },
    ];
  }, [t, format]);
  return (
    <DataTable<HeldRow>
      id="sync-held"
      label={t("title")}
      columns={columns}
      page={page}
      more="/api/pages/sync/held"
      rowId={(row) => String(row.id)}
      rowLabel={(row) => row.externalId}
      rowHref={(row) => `/sync?${query}&open=${row.id}`}
      filters={[
        {
          key: "kind",
          label: t("why"),
          suggested: true,
          options: kinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
        },
        {
          key: "channel",
          label: t("channel"),
          suggested: true,
          options: channels.map((one) => ({ value: one.code, label: one.name })),
        },
        {
          key: "state",
          label: t("state"),
          options: (["open", "confirmed"] as const).map((value) => ({ value, label: t(`states.${value}`) })),
        },
      ]}
      search
      csvHref="/api/pages/sync/held/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind="allDone" title={t("empty")} text={t("emptyText")} />}
    />
  );
}
