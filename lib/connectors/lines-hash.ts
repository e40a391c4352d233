import { createHash } from "node:crypto";

/**
 * One hash over what an order's lines sell: SKU, quantity and price, whatever their order and however a price is written.
 * A connector makes it from the vendor's own answer; the ingest makes it again from what it has stored.
 */
export function linesHash(
  lines: readonly { sku: string; quantity: number; unitPrice: string | null }[],
): string {
  const texts = lines.map(({ sku, quantity, unitPrice }) =>
    JSON.stringify([sku, quantity, unitPrice === null ? null : plainDecimal(unitPrice)]),
  );
  return createHash("sha256").update(texts.sort().join("\n")).digest("hex");
}

/** "14.950" and "14.95" are one price. */
const plainDecimal = (decimal: string): string =>
  decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, "") : decimal;
