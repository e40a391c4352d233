import type { Format } from "@/components/format";

/** Amounts by currency as one text; null: not known. Of no order at all: 0 without a currency. */
export function amountsIn(format: Format, amounts: Record<string, number> | null): string | null {
  if (amounts === null) return null;
  const known = Object.entries(amounts).sort(([a], [b]) => a.localeCompare(b));
  if (known.length === 0) return format.number(0);
  return format.list(
    known.map(([currency, minor]) => format.money(minor, currency, { currencyDisplay: "code" })),
  );
}
