"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { Money } from "@/components/money";
import { Quantity } from "@/components/quantity";
import { decimalToMinor } from "@/lib/core/money";
import type { CatalogueRow } from "../load";

/** SKUs with what is known about them; gaps can be filtered for. */
export function CatalogueTable({
  page,
  brands,
  categories,
  oneCurrency,
}: {
  page: TablePage<CatalogueRow>;
  brands: string[];
  categories: string[];
  /** All prices are in one currency: its symbol is enough. */
  oneCurrency: boolean;
}) {
  const t = useTranslations("catalogue");
  const columns = useMemo<Column<CatalogueRow>[]>(() => {
    const money = (decimal: string | null, currency: string) => (
      <Money
        value={decimal === null ? null : { minor: decimalToMinor(decimal, currency), currency }}
        currencyDisplay={oneCurrency ? "symbol" : "code"}
      />
    );
    return [
      {
        key: "code",
        kind: "code",
        header: t("columns.code"),
        identity: true,
        cell: (row) => <Code text={row.code} />,
        sortable: true,
        bestFirst: "asc",
        phone: "identity",
      },
      {
        key: "title",
        kind: "title",
        header: t("columns.title"),
        cell: (row) => <Title text={row.title} lang={row.titleLang ?? undefined} />,
        sortable: true,
        bestFirst: "asc",
        phone: "figure",
      },
      {
        key: "brand",
        kind: "custom",
        widthPx: 128,
        header: t("columns.brand"),
        cell: (row) => (row.brand === null ? null : <Title text={row.brand} />),
      },
      {
        key: "category",
        kind: "custom",
        widthPx: 128,
        header: t("columns.category"),
        cell: (row) => (row.category === null ? null : <Title text={row.category} />),
        phone: "state",
      },
      {
        key: "lifecycle",
        kind: "custom",
        widthPx: 112,
        header: t("columns.lifecycle"),
        cell: (row) =>
          row.isProduct ? (
            t(`lifecycles.${row.lifecycle}` as "lifecycles.active")
          ) : (
            <span className="text-muted">{t("noProduct")}</span>
          ),
      },
      {
        key: "price",
        kind: "money",
        header: t("columns.price"),
        cell: (row) => money(row.price, row.currency),
      },
      {
        key: "cost",
        kind: "money",
        header: t("columns.cost"),
        cell: (row) => money(row.unitCost, row.currency),
      },
      {
        key: "pack",
        kind: "number",
        header: t("columns.pack"),
        cell: (row) => <Quantity value={row.packSize} unit="none" />,
      },
      {
        key: "listings",
        kind: "number",
        header: t("columns.listings"),
        cell: (row) => <Quantity value={row.listings} unit="none" />,
      },
      {
        key: "gaps",
        kind: "number",
        header: t("columns.gaps"),
        cell: (row) => <Quantity value={row.contentGaps} unit="none" />,
      },
    ];
  }, [t, oneCurrency]);
  const options = (values: string[]) => values.map((value) => ({ value, label: value }));
  return (
    <DataTable<CatalogueRow>
      id="catalogue"
      label={t("tableLabel")}
      columns={columns}
      page={page}
      more="/api/pages/catalogue"
      rowId={(row) => row.id}
      rowHref={(row) => `/inventory/${encodeURIComponent(row.code)}`}
      rowLabel={(row) => row.code}
      defaultSort={{ key: "code", direction: "asc" }}
      filters={[
        {
          key: "gap",
          label: t("gaps.label"),
          suggested: true,
          options: (["cost", "content", "unlisted"] as const).map((value) => ({
            value,
            label: t(`gaps.${value}`),
          })),
        },
        { key: "category", label: t("columns.category"), suggested: true, options: options(categories) },
        {
          key: "lifecycle",
          label: t("columns.lifecycle"),
          options: (["draft", "active", "phase_out", "discontinued"] as const).map((value) => ({
            value,
            label: t(`lifecycles.${value}`),
          })),
        },
        { key: "brand", label: t("columns.brand"), options: options(brands) },
      ]}
      search
      csvHref="/api/pages/catalogue/csv"
      sourceLabel={t("title")}
      empty={<EmptyState kind="nothingYet" title={t("empty.title")} text={t("empty.text")} />}
    />
  );
}
