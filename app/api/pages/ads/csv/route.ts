import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { exportRows } from "@/app/(ops)/_past/export-rows";
import { readAdsQuery } from "@/app/(ops)/ads/load";
import { getDb } from "@/db/client";
import { exportAds } from "@/db/queries/ads";
import { readCompany } from "@/db/queries/company";
import { csvResponse } from "@/lib/core/csv";
import { minorToDecimal } from "@/lib/core/money";

/** Every ad of a list under its filters, with the sums of the last seven days. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const db = getDb();
  const params = new URL(request.url).searchParams;
  const { list, filter } = readAdsQuery(params);
  const currency = (await readCompany(db))?.baseCurrency ?? "USD";
  const rows = await exportRows(db, params, (at, now) => exportAds(at, list, filter, now));
  return csvResponse(`plimsoll-ads-${list}.csv`, rows, [
    { header: "campaign", value: (row) => row.campaignName },
    { header: "kind", value: (row) => row.kind },
    { header: "sku", value: (row) => row.skuCode },
    { header: "state", value: (row) => row.state },
    { header: `spend_7_days_${currency}`, value: (row) => minorToDecimal(row.spendMinor, currency) },
    { header: `wasted_7_days_${currency}`, value: (row) => minorToDecimal(row.wastedMinor, currency) },
    { header: `ad_sales_7_days_${currency}`, value: (row) => minorToDecimal(row.salesMinor, currency) },
  ]);
});
