import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";

/** Figures of the files themselves, counted without anything of Plimsoll's. Amounts in thousandths of a pound, exact. */
export interface StraightTotals {
  lines: number;
  invoices: number;
  codes: number;
  customers: number;
  cancellationLines: number;
  negativeWithoutCancellation: number;
  priceNotPositive: number;
  customerMissing: number;
  exactRepeats: number;
  notProductLines: number;
  units: number;
  amountThousandths: bigint;
  /** Of product lines with a price above zero on invoices that are no cancellations. */
  soldUnits: number;
  soldThousandths: bigint;
  /** Of product lines on cancellations. */
  cancelledUnits: number;
  cancelledThousandths: bigint;
}

const notProducts = new Set([
  "POST",
  "DOT",
  "M",
  "m",
  "D",
  "C2",
  "S",
  "B",
  "PADS",
  "CRUK",
  "AMAZONFEE",
  "BANK CHARGES",
]);
const isProduct = (code: string) => !notProducts.has(code) && !code.startsWith("gift_");

/** Exact thousandths of a decimal with at most three places. */
function thousandths(decimal: string): bigint {
  const [whole = "0", fraction = ""] = decimal.replace("-", "").split(".");
  const value = BigInt(whole) * 1_000n + BigInt(fraction.padEnd(3, "0").slice(0, 3) || "0");
  return decimal.startsWith("-") ? -value : value;
}

/** Counts gzip files of the UCI "Online Retail" columns, one after the other. */
export async function straightTotals(files: readonly string[]): Promise<StraightTotals> {
  const invoices = new Set<string>();
  const codes = new Set<string>();
  const customers = new Set<string>();
  const seen = new Map<string, number>();
  const totals: StraightTotals = {
    lines: 0,
    invoices: 0,
    codes: 0,
    customers: 0,
    cancellationLines: 0,
    negativeWithoutCancellation: 0,
    priceNotPositive: 0,
    customerMissing: 0,
    exactRepeats: 0,
    notProductLines: 0,
    units: 0,
    amountThousandths: 0n,
    soldUnits: 0,
    soldThousandths: 0n,
    cancelledUnits: 0,
    cancelledThousandths: 0n,
  };
  for (const file of files) {
    const rows = createReadStream(file)
      .pipe(createGunzip())
      .pipe(parse({ columns: true }));
    for await (const row of rows as AsyncIterable<
      Record<"InvoiceNo" | "StockCode" | "Quantity" | "UnitPrice" | "CustomerID", string>
    >) {
      const quantity = Number(row.Quantity);
      const price = thousandths(row.UnitPrice);
      const amount = BigInt(quantity) * price;
      const cancellation = row.InvoiceNo.startsWith("C");
      const product = isProduct(row.StockCode);
      totals.lines++;
      invoices.add(row.InvoiceNo);
      codes.add(row.StockCode);
      if (row.CustomerID) customers.add(row.CustomerID);
      else totals.customerMissing++;
      if (cancellation) totals.cancellationLines++;
      else if (quantity < 0) totals.negativeWithoutCancellation++;
      if (price <= 0n) totals.priceNotPositive++;
      if (!product) totals.notProductLines++;
      totals.units += quantity;
      totals.amountThousandths += amount;
      if (product && cancellation) {
        totals.cancelledUnits -= quantity;
        totals.cancelledThousandths -= amount;
      } else if (product && price > 0n) {
        totals.soldUnits += quantity;
        totals.soldThousandths += amount;
      }
      const whole = Object.values(row).join("\u0001");
      seen.set(whole, (seen.get(whole) ?? 0) + 1);
    }
  }
  for (const count of seen.values()) totals.exactRepeats += count - 1;
  return { ...totals, invoices: invoices.size, codes: codes.size, customers: customers.size };
}
