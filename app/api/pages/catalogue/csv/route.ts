import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { exportKept } from "@/app/(ops)/_past/export-rows";
import { readCatalogueQuery } from "@/app/(ops)/catalogue/load";
import { getReadDb } from "@/db/client";
import { type CatalogueRow, exportCatalogue } from "@/db/queries/catalogue";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";

/** Every SKU under the filters of the page. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const { filter } = readCatalogueQuery(params);
  const rows = await exportKept(getReadDb(), params, (db) => exportCatalogue(db, filter));
  return csvResponse("plimsoll-catalogue.csv", rows, columns);
});

const columns: CsvColumn<CatalogueRow>[] = [
  { header: "code", value: (row) => row.code },
  { header: "title", value: (row) => row.title },
  { header: "brand", value: (row) => row.brand },
  { header: "category", value: (row) => row.category },
  { header: "lifecycle", value: (row) => row.lifecycle },
  { header: "currency", value: (row) => row.currency },
  { header: "unit_cost", value: (row) => row.unitCost },
  { header: "price", value: (row) => row.price },
  { header: "pack_size_units", value: (row) => row.packSize },
  { header: "listings", value: (row) => row.listings },
  { header: "content_gaps", value: (row) => row.contentGaps },
];
