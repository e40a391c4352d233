"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { CoverGauge } from "@/components/cover-gauge";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { Freshness } from "@/components/freshness";
import { Money } from "@/components/money";
import { Quantity } from "@/components/quantity";
import { StateChip, stockStates } from "@/components/state-chip";
import { Unknown } from "@/components/unknown";
import type { InventoryRow } from "./row";
import { ViewSwitch } from "./view-switch";

interface Facets {
  locations: { code: string; name: string }[];
  regions: string[];
  brands: string[];
  categories: string[];
}

/** The list of SKU × location, worst first. */
export function InventoryTable({
  page,
  facets,
  currency,
}: {
  page: TablePage<InventoryRow>;
  facets: Facets;
  currency: string;
}) {
  const t = useTranslations("inventory");
  const states = useTranslations("states");
  const columns = useMemo<Column<InventoryRow>[]>(
    () => [
      {
        key: "sku",
        kind: "code",
        header: t("columns.sku"),
        identity: true,
        cell: (row) => <Code text={row.sku} />,
        sortable: true,
        bestFirst: "asc",
        phone: "identity",
      },
      {
        key: "title",
        kind: "title",
        header: t("columns.title"),
        cell: (row) => <Title text={row.title} lang={row.titleLang ?? undefined} />,
      },
      { key: "location", kind: "custom", header: t("columns.location"), cell: (row) => row.locationName },
      {
        key: "state",
        kind: "state",
        header: t("columns.state"),
        cell: (row) => <StateChip state={row.state} variant={row.state === "healthy" ? "plain" : "chip"} />,
        phone: "state",
      },
      {
        key: "cover",
        kind: "number",
        header: t("columns.cover"),
        cell: (row) => <Cover row={row} />,
        sortable: true,
        bestFirst: "asc",
        phone: "figure",
      },
      {
        key: "gauge",
        kind: "gauge",
        header: t("columns.gauge"),
        phone: "gauge",
        cell: (row) => (
          <CoverGauge
            figure={false}
            availableUnits={row.available}
            forecastPerDay={row.noDemand ? 0 : row.forecastPerDay}
            safetyStockUnits={row.safetyStockUnits}
            excessLimitDays={90}
            arrivals={row.arrivals}
            state={row.state}
            lastReadAt={row.dataAsOf}
          />
        ),
      },
      {
        key: "available",
        kind: "number",
        header: t("columns.available"),
        cell: (row) => <Quantity value={row.available} unit="none" />,
        sortable: true,
        bestFirst: "asc",
      },
      {
        key: "incoming",
        kind: "number",
        header: t("columns.incoming"),
        cell: (row) => <Quantity value={row.incoming} unit="none" />,
      },
      {
        key: "forecast",
        kind: "number",
        header: t("columns.forecast"),
        cell: (row) => <Quantity value={row.forecastPerDay} unit="none" decimals={1} />,
        sortable: true,
        bestFirst: "desc",
      },
      {
        key: "money",
        kind: "money",
        header: t("columns.money", { currency }),
        cell: (row) => <Money value={{ minor: row.atStakeMinor, currency }} precision="whole" />,
        sortable: true,
        bestFirst: "desc",
      },
      {
        key: "age",
        kind: "custom",
        widthPx: 128,
        header: t("columns.age"),
        cell: (row) => <Freshness asOf={row.dataAsOf} compact />,
      },
    ],
    [t, currency],
  );
  const filters = useMemo(
    () => [
      {
        key: "state",
        label: t("columns.state"),
        suggested: true,
        options: stockStates.map((state) => ({ value: state, label: states(state) })),
      },
      {
        key: "location",
        label: t("columns.location"),
        suggested: true,
        options: facets.locations.map((one) => ({ value: one.code, label: one.name })),
      },
      {
        key: "category",
        label: t("columns.category"),
        suggested: true,
        options: asOptions(facets.categories),
      },
      { key: "brand", label: t("columns.brand"), options: asOptions(facets.brands) },
      { key: "region", label: t("columns.region"), options: asOptions(facets.regions) },
    ],
    [t, states, facets],
  );
  return (
    <DataTable<InventoryRow>
      id="inventory"
      label={t("tableLabel")}
      columns={columns}
      page={page}
      more="/api/pages/inventory"
      rowId={(row) => row.id}
      rowHref={(row) => `/inventory/${encodeURIComponent(row.sku)}`}
      rowLabel={(row) => `${row.sku} ${row.locationName}`}
      defaultSort={{ key: "money", direction: "desc" }}
      filters={filters}
      search
      csvHref="/api/pages/inventory/csv"
      sourceLabel={t("stock")}
      tools={<ViewSwitch current="table" />}
      empty={<EmptyState kind="nothingYet" title={t("empty.title")} text={t("empty.text")} />}
    />
  );
}

const asOptions = (values: string[]) => values.map((value) => ({ value, label: value }));

/** Days of cover; without demand there is none to print, and unknown stays unknown. */
function Cover({ row }: { row: InventoryRow }) {
  const t = useTranslations("inventory");
  if (row.noDemand) return <span className="text-muted">{t("noDemand")}</span>;
  if (row.coverDays === null) return <Unknown />;
  return <Quantity value={Math.min(row.coverDays, 9999)} unit="none" decimals={row.coverDays < 10 ? 1 : 0} />;
}
