import type { StockState } from "@/components/state-chip";
import type { StockStateCode, InventoryRow as StoredRow } from "@/db/queries/inventory";

/** A row of the table as it travels to the browser: dates as text, nothing that the page does not show. */
export interface InventoryRow {
  id: string;
  sku: string;
  title: string;
  titleLang: string | null;
  locationCode: string;
  locationName: string;
  state: StockState;
  noDemand: boolean;
  available: number | null;
  incoming: number;
  forecastPerDay: number | null;
  coverDays: number | null;
  gapDays: number;
  safetyStockUnits: number;
  excessUnits: number;
  lossPerDayMinor: number;
  atStakeMinor: number;
  arrivals: { days: number; quantity: number; confirmed: boolean }[];
  dataAsOf: string | null;
}

/** "No demand" is no state of the stock: it is drawn as healthy with its own words. */
export const drawnState = (state: StockStateCode): StockState => (state === "no_demand" ? "healthy" : state);

export const toRow = (row: StoredRow): InventoryRow => ({
  id: `${row.skuId}:${row.locationId}`,
  sku: row.skuCode,
  title: row.title,
  titleLang: row.titleLang,
  locationCode: row.locationCode,
  locationName: row.locationName,
  state: drawnState(row.state),
  noDemand: row.state === "no_demand",
  available: row.available,
  incoming: row.incoming,
  forecastPerDay: row.forecastPerDay,
  coverDays: row.coverDays,
  gapDays: row.gapDays,
  safetyStockUnits: row.safetyStockUnits ?? 0,
  excessUnits: row.excessUnits,
  lossPerDayMinor: row.lossPerDayMinor,
  atStakeMinor: row.atStakeMinor,
  arrivals: row.arrivals,
  dataAsOf: row.dataAsOf?.toISOString() ?? null,
});
