"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Money } from "@/components/money";
import { NotKept } from "@/components/past/not-kept";
import { Quantity } from "@/components/quantity";
import { StateChip } from "@/components/state-chip";
import type { AdList } from "@/db/queries/ads";
import type { AdRow } from "../load";
import { BudgetCell } from "./budget-cell";

interface Props {
  list: AdList;
  page: TablePage<AdRow>;
  currency: string;
  channels: { code: string; name: string }[];
  kinds: string[];
}

/** Ads by what they waste, with what can be done about each. */
export function AdsTable({ list, page, currency, channels, kinds }: Props) {
  const t = useTranslations("ads");
  const columns = useMemo<Column<AdRow>[]>(
    () => [
      {
        key: "ad",
        kind: "title",
        widthPx: 168,
        header: t("columns.ad"),
        identity: true,
        cell: (row) => <Title text={row.campaignName} />,
        phone: "identity",
      },
      { key: "sku", kind: "code", header: t("columns.sku"), cell: (row) => <Code text={row.skuCode} /> },
      {
        key: "kind",
        kind: "custom",
        widthPx: 144,
        header: t("columns.kind"),
        cell: (row) => t(`kinds.${row.kind}` as "kinds.other"),
      },
      {
        key: "state",
        kind: "custom",
        widthPx: 136,
        header: t("columns.state"),
        cell: (row) => <AdState row={row} />,
        phone: "state",
      },
      {
        key: "cover",
        kind: "custom",
        widthPx: 88,
        header: t("columns.stock"),
        cell: (row) => <AdStock row={row} />,
      },
      {
        key: "budget",
        kind: "custom",
        widthPx: 172,
        header: t("budget.column"),
        cell: (row) => <BudgetCell row={row} />,
        phone: "action",
      },
      {
        key: "spend",
        kind: "money",
        widthPx: 92,
        header: t("columns.spend"),
        cell: (row) => <Money value={{ minor: row.spendMinor, currency }} currencyDisplay="symbol" />,
        sortable: true,
        bestFirst: "desc",
      },
      {
        key: "wasted",
        kind: "money",
        widthPx: 92,
        header: t("columns.wasted"),
        cell: (row) => <Money value={{ minor: row.wastedMinor, currency }} currencyDisplay="symbol" />,
        sortable: true,
        bestFirst: "desc",
        phone: "figure",
      },
      {
        key: "sales",
        kind: "money",
        widthPx: 92,
        header: t("columns.sales"),
        cell: (row) => <Money value={{ minor: row.salesMinor, currency }} currencyDisplay="symbol" />,
        sortable: true,
        bestFirst: "desc",
      },
      {
        key: "roas",
        kind: "number",
        offAtFirst: true,
        header: t("columns.roas"),
        cell: (row) =>
          row.spendMinor > 0 ? (
            <Quantity value={row.salesMinor / row.spendMinor} unit="none" decimals={1} />
          ) : null,
      },
      {
        key: "pause",
        kind: "custom",
        widthPx: 160,
        offAtFirst: true,
        header: t("columns.canPause"),
        cell: (row) => <CanPause row={row} />,
      },
      {
        key: "decide",
        kind: "actions",
        widthPx: 104,
        header: t("columns.decide"),
        cell: (row) =>
          row.recommendationId ? (
            <AppLink className="text-accent underline" href={`/decisions?id=${row.recommendationId}`}>
              {t("decide")}
            </AppLink>
          ) : (
            <Lacking row={row} currency={currency} />
          ),
      },
    ],
    [t, currency],
  );
  return (
    <DataTable<AdRow>
      id="ads"
      label={t("tableLabel")}
      columns={columns}
      page={page}
      more="/api/pages/ads"
      rowId={(row) => row.id}
      rowHref={(row) =>
        row.recommendationId
          ? `/decisions?id=${row.recommendationId}`
          : `/inventory/${encodeURIComponent(row.skuCode)}`
      }
      rowLabel={(row) => `${row.campaignName} ${row.skuCode}`}
      defaultSort={{ key: "wasted", direction: "desc" }}
      filters={[
        {
          key: "kind",
          label: t("columns.kind"),
          suggested: true,
          options: kinds.map((value) => ({ value, label: t(`kinds.${value}` as "kinds.other") })),
        },
        {
          key: "channel",
          label: t("columns.channel"),
          suggested: true,
          options: channels.map((one) => ({ value: one.code, label: one.name })),
        },
      ]}
      search
      csvHref="/api/pages/ads/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind={list === "wasting" ? "allDone" : "nothingYet"} title={t(`empty.${list}`)} />}
    />
  );
}

function AdState({ row }: { row: AdRow }) {
  const t = useTranslations("ads");
  if (row.pausedByUs) return <span>{t("states.pausedByUs")}</span>;
  const state = row.adState === "enabled" ? row.campaignState : row.adState;
  return (
    <span className={state === "enabled" ? undefined : "text-muted"}>
      {t(`states.${state}` as "states.enabled")}
    </span>
  );
}

/** Whether the channel's places can still sell it. */
function AdStock({ row }: { row: AdRow }) {
  const t = useTranslations("ads");
  if (row.available === null) return <NotKept otherwise={<StateChip state="unknown" variant="plain" />} />;
  if (row.available <= 0) return <StateChip state="out" />;
  return <span>{t("units", { count: row.available })}</span>;
}

/**
 * What keeps an ad from being decided: sales that would stop with it, where only the whole campaign can be paused, or what is
 * not known, with the page where it is entered.
 */
function Lacking({ row, currency }: { row: AdRow; currency: string }) {
  const t = useTranslations("ads.lacks");
  const format = useFormat();
  if (row.salesAtRiskMinor && row.wastedMinor > 0 && row.adState === "enabled") {
    const amount = format.money(row.salesAtRiskMinor, currency, {
      precision: "whole",
      currencyDisplay: "symbol",
    });
    return (
      <span className="truncate text-muted" title={t("at_riskHelp", { amount })}>
        {t("at_risk", { amount })}
      </span>
    );
  }
  if (row.lacks === null || row.adState !== "enabled") return null;
  const href = row.lacks === "margin" ? "/imports/new" : `/inventory/${encodeURIComponent(row.skuCode)}`;
  return (
    <AppLink className="truncate text-muted underline" href={href} title={t(`${row.lacks}Help`)}>
      {t(row.lacks)}
    </AppLink>
  );
}

function CanPause({ row }: { row: AdRow }) {
  const t = useTranslations("ads");
  if (row.stopsWhenEmpty) return <span className="text-muted">{t("canPause.stopsByItself")}</span>;
  return (
    <span>{t(row.smallestPausable === "product_ad" ? "canPause.adOnly" : "canPause.wholeCampaign")}</span>
  );
}
