import type { StockState } from "@/components/state-chip";
import type { Queryable } from "@/db/client";
import { type InventoryFilter, inventoryFacets, inventoryHeatmap } from "@/db/queries/inventory";
import { drawnState } from "./_components/row";

/** SKUs shown at once; the rest is found by filtering. */
export const heatmapSkus = 40;

export interface HeatmapData {
  columns: { id: string; label: string }[];
  rows: {
    id: string;
    title: string;
    cells: ({ state: StockState; noDemand: boolean; coverDays: number | null } | null)[];
  }[];
}

/** SKU × location, the SKUs with the most money at stake first; null where a SKU has no status at a location. */
export async function loadHeatmap(db: Queryable, filter: InventoryFilter): Promise<HeatmapData> {
  const [cells, facets] = await Promise.all([inventoryHeatmap(db, filter, heatmapSkus), inventoryFacets(db)]);
  const columns = facets.locations.map((location) => ({ id: location.code, label: location.name }));
  const rows = new Map<string, HeatmapData["rows"][number]>();
  for (const cell of cells) {
    let row = rows.get(cell.skuCode);
    if (!row) {
      row = { id: cell.skuCode, title: cell.title, cells: columns.map(() => null) };
      rows.set(cell.skuCode, row);
    }
    const place = columns.findIndex((column) => column.id === cell.locationCode);
    if (place >= 0)
      row.cells[place] = {
        state: drawnState(cell.state),
        noDemand: cell.state === "no_demand",
        coverDays: cell.coverDays,
      };
  }
  return { columns, rows: [...rows.values()] };
}
