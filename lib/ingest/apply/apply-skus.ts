import type { KindApplier } from "./contract";
import { applied } from "./refs";
import { type ColumnSpec, columnsOf, upsertRows } from "./upsert";

const positiveInteger = (value: unknown) => {
  const rounded = Math.round(Number(value));
  return Number(value) > 0 ? Math.max(1, rounded) : null;
};

const specs: Record<string, ColumnSpec> = {
  title: { column: "title" },
  titleLang: { column: "title_lang", nullable: true },
  brand: { column: "brand", nullable: true },
  category: { column: "category", nullable: true },
  barcode: { column: "barcode", nullable: true },
  currency: { column: "currency" },
  unitCost: { column: "unit_cost", nullable: true },
  price: { column: "price", nullable: true },
  packSize: { column: "pack_size" },
  weight: { column: "weight_grams", nullable: true, convert: positiveInteger },
  volume: { column: "volume_cm3", nullable: true, convert: positiveInteger },
  hazmat: { column: "hazmat" },
  coldChain: { column: "cold_chain" },
  lifecycle: { column: "lifecycle" },
  isProduct: { column: "is_product" },
};

export const applySkus: KindApplier = {
  identify: ({ code }) => String(code),
  apply: async (tx, context, items) => {
    const rows = items.map(({ line, record }) => {
      const set = { code: record.code, ...columnsOf(record, specs), updated_at: context.now };
      const insertOnly: Record<string, unknown> = { simulated: context.simulated };
      if (!("title" in set)) insertOnly.title = record.code;
      if (!("currency" in set)) insertOnly.currency = context.baseCurrency;
      return { line, set, insertOnly };
    });
    return applied(await upsertRows(tx, "sku", ["code"], rows), []);
  },
};
