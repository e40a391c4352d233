import type { Queryable } from "@/db/client";
import type { CheckedRecord } from "./apply/contract";
import type { IngestContext } from "./context";
import type { Kind } from "./schemas/index";

const ensured = new WeakMap<object, Set<string>>();

/**
 * Sees to it that the months have partitions, one by one, so that a single wrong year does not make hundreds. Call it
 * outside the batch's transaction, whose locks it would otherwise hold. `months` are YYYY-MM.
 */
export async function ensureMonths(db: Queryable, key: object, months: Iterable<string>): Promise<void> {
  const known = ensured.get(key) ?? new Set<string>();
  ensured.set(key, known);
  for (const month of months) {
    if (known.has(month)) continue;
    const day = `${month}-01`;
    await db`select ensure_month_partitions(${day}::date, ${day}::date)`;
    known.add(month);
  }
}

/** The months of the moves that records may post. */
export function monthsOf(kind: Kind, context: IngestContext, records: readonly CheckedRecord[]): Set<string> {
  const fields =
    kind === "stock"
      ? ["asOf"]
      : kind === "returns" && context.ordersMoveStock
        ? ["announcedAt", "receivedAt", "settledAt"]
        : [];
  const months = new Set<string>();
  for (const { record } of records) {
    for (const field of fields) {
      const moment = record[field];
      if (typeof moment === "string") months.add(moment.slice(0, 7));
    }
  }
  return months;
}
