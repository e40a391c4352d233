import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";

/** Units a day of each product of a real shop; day 0 is `firstDay`. */
export interface RealDemand {
  firstDay: string;
  days: number;
  series: readonly { sku: string; units: Float64Array; first: number }[];
  /** Units a day of all products. */
  total: Float64Array;
  /** Every order line with units: its product's place in `series`, the hour since day 0 began, and its units. */
  orders: { series: Int32Array; hour: Int32Array; units: Int32Array };
}

interface Line {
  sku: string;
  customer: string;
  day: number;
  at: number;
  units: number;
}

const firstDay = "2010-12-01";
const dayMs = 86_400_000;

/**
 * Daily demand of "Online Retail" (Chen 2015, UCI id 352, CC BY 4.0) from its month files, found in PLIMSOLL_ONLINE_RETAIL_DIR
 * or beside the checkout: products only, priced above nothing, less what the same customer sent back or cancelled. Null: the
 * files are not there.
 */
export function loadOnlineRetail(): RealDemand | null {
  const folder =
    process.env.PLIMSOLL_ONLINE_RETAIL_DIR ??
    resolve(import.meta.dirname, "../../../shared/data/online-retail");
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".csv.gz"))
    .sort();
  if (files.length === 0) return null;
  const { sales, credits } = readLines(files.map((name) => join(folder, name)));
  takeBack(sales, credits);
  const days = 1 + sales.reduce((latest, { day }) => Math.max(latest, day), 0);
  const bySku = new Map<string, Float64Array>();
  const total = new Float64Array(days);
  for (const { sku, day, units } of sales) {
    if (units === 0) continue;
    const series = bySku.get(sku) ?? new Float64Array(days);
    bySku.set(sku, series);
    series[day] = (series[day] ?? 0) + units;
    total[day] = (total[day] ?? 0) + units;
  }
  const series = [...bySku].map(([sku, units]) => ({
    sku,
    units,
    first: units.findIndex((sold) => sold > 0),
  }));
  return { firstDay, days, series, total, orders: ordersOf(sales, [...bySku.keys()]) };
}

function ordersOf(sales: readonly Line[], skus: readonly string[]): RealDemand["orders"] {
  const places = new Map(skus.map((sku, i) => [sku, i]));
  const kept = sales.filter(({ units }) => units > 0);
  const start = Date.parse(`${firstDay}T00:00:00Z`);
  return {
    series: Int32Array.from(kept, ({ sku }) => places.get(sku) ?? -1),
    hour: Int32Array.from(kept, ({ at }) => Math.floor((at - start) / 3_600_000)),
    units: Int32Array.from(kept, ({ units }) => units),
  };
}

function readLines(files: readonly string[]): { sales: Line[]; credits: Line[] } {
  const sales: Line[] = [];
  const credits: Line[] = [];
  for (const file of files) {
    const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(file)).toString("latin1"), {
      columns: true,
      relax_quotes: true,
      relax_column_count: true,
    });
    for (const row of rows) {
      const sku = (row.StockCode ?? "").toUpperCase();
      const units = Number(row.Quantity);
      const at = Date.parse(`${row.InvoiceDate?.replace(" ", "T")}Z`);
      if (!/^\d{5}/.test(sku) || !Number.isFinite(at)) continue;
      const line = {
        ...{ sku, customer: row.CustomerID ?? "", at, units: Math.abs(units) },
        day: Math.floor((at - Date.parse(`${firstDay}T00:00:00Z`)) / dayMs),
      };
      if (row.InvoiceNo?.startsWith("C")) credits.push(line);
      else if (units > 0 && Number(row.UnitPrice) > 0) sales.push(line);
    }
  }
  return { sales, credits };
}

/** What came back is taken off the same customer's latest sales of the product before it. */
function takeBack(sales: readonly Line[], credits: readonly Line[]): void {
  const key = ({ customer, sku }: Line) => `${customer}|${sku}`;
  const byKey = new Map<string, Line[]>();
  for (const sale of [...sales].sort((a, b) => b.at - a.at))
    byKey.set(key(sale), [...(byKey.get(key(sale)) ?? []), sale]);
  for (const credit of [...credits].sort((a, b) => a.at - b.at)) {
    let left = credit.units;
    for (const sale of byKey.get(key(credit)) ?? []) {
      if (left === 0) break;
      if (sale.at > credit.at) continue;
      const taken = Math.min(left, sale.units);
      sale.units -= taken;
      left -= taken;
    }
  }
}
