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
  asOf,
}: {
  page: TablePage<InventoryRow>;
  facets: Facets;
  currency: string;
  /** The past moment that the page is read as of, ISO; null: now. */
  asOf: string | null;
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
        cell: (row) => (
          <span className="flex min-w-0 gap-1.5">
            <Code text={row.sku} />
            <span className="truncate font-sans text-muted sm:hidden">{row.locationName}</span>
          </span>
        ),
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
      {
        key: "location",
        kind: "custom",
        header: t("columns.location"),
        cell: (row) => <Title text={row.locationName} />,
        widthPx: 176,
      },
      {
        key: "state",
        kind: "state",
        header: t("columns.state"),
        cell: (row) => <StateChip state={row.state} variant={row.state === "healthy" ? "plain" : "chip"} />,
        phone: "state",
      },
      {
        key: "cover",
        kind: "gauge",
        header: t("columns.cover"),
        phone: "gauge",
        sortable: true,
        bestFirst: "asc",
        cell: (row) => (
          <CoverGauge
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
        key: "money",
        kind: "money",
        header: t("columns.money"),
        cell: (row) => (
          <Money value={{ minor: row.atStakeMinor, currency }} precision="whole" currencyDisplay="symbol" />
        ),
        sortable: true,
        bestFirst: "desc",
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
        key: "forecast",
        kind: "number",
        header: t("columns.forecast"),
        cell: (row) => <Quantity value={row.forecastPerDay} unit="none" decimals={2} />,
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
      rowHref={(row) =>
        `/inventory/${encodeURIComponent(row.sku)}${asOf ? `?asOf=${encodeURIComponent(asOf)}` : ""}`
      }
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
