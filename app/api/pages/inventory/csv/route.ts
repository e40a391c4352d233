import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { allOf } from "@/app/(ops)/_past/export-rows";
import { momentOf, readInventoryQuery } from "@/app/(ops)/inventory/load";
import { getDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { exportInventory, type InventoryRow } from "@/db/queries/inventory";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { minorToDecimal } from "@/lib/core/money";
import { readPast } from "@/lib/services/past/read-past";

/** Every row of the Inventory table under its filters. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const db = getDb();
  const params = new URL(request.url).searchParams;
  const { filter } = readInventoryQuery(params);
  const asOf = momentOf(params);
  const currency = (await readCompany(db))?.baseCurrency ?? "USD";
  const rows = asOf
    ? readPast(db, asOf, "all", (past) => allOf(exportInventory(past, filter)))
    : exportInventory(db, filter);
  return csvResponse("plimsoll-inventory.csv", await rows, columnsIn(currency));
});

const columnsIn = (currency: string): CsvColumn<InventoryRow>[] => [
  { header: "sku", value: (row) => row.skuCode },
  { header: "title", value: (row) => row.title },
  { header: "location", value: (row) => row.locationCode },
  { header: "state", value: (row) => row.state },
  { header: "available_units", value: (row) => row.available },
  { header: "incoming_units", value: (row) => row.incoming },
  { header: "forecast_units_per_day", value: (row) => row.forecastPerDay },
  { header: "cover_days", value: (row) => row.coverDays },
  { header: "gap_days", value: (row) => row.gapDays },
  { header: "excess_units", value: (row) => row.excessUnits },
  { header: `lost_sales_per_day_${currency}`, value: (row) => minorToDecimal(row.lossPerDayMinor, currency) },
  { header: `at_stake_${currency}`, value: (row) => minorToDecimal(row.atStakeMinor, currency) },
  { header: "stock_as_of", value: (row) => row.dataAsOf },
];
