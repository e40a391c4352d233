import type { Queryable } from "@/db/client";
import { type Applied, type CheckedRecord, outcomeOf } from "@/lib/ingest/apply/contract";
import { idsByCode, sorter, textOf } from "@/lib/ingest/apply/refs";
import type { IngestContext } from "@/lib/ingest/context";
import { countLag } from "@/lib/ingest/lag";
import type { BatchOutcome } from "@/lib/ingest/outcome";
import { applyChanges, type StockChange } from "./changes";
import { type ChangeReason, changePlaces } from "./places";
import { applyReadings, type StockReading } from "./readings";

/**
 * Applies stock records: levels become the moves that explain the difference to what the ledger says as of their time,
 * changes become moves. The months of their times must have partitions.
 */
export async function applyStock(
  tx: Queryable,
  context: IngestContext,
  records: readonly CheckedRecord[],
): Promise<BatchOutcome> {
  const codes = (field: string) => records.flatMap(({ record }) => textOf(record, field) ?? []);
  const [skus, locations] = await Promise.all([
    idsByCode(tx, "sku", codes("sku")),
    idsByCode(tx, "location", codes("location")),
  ]);
  const { find, reject, rejects } = sorter();
  const readings: StockReading[] = [];
  const changes: StockChange[] = [];
  for (const { line, record } of records) {
    const skuId = find(skus, line, textOf(record, "sku"), "unknown_sku");
    const locationId = skuId && find(locations, line, textOf(record, "location"), "unknown_location");
    if (!skuId || !locationId) continue;
    const onHand = numberOf(record, "onHand");
    const delta = numberOf(record, "delta");
    const reason = textOf(record, "reason");
    if ((onHand === null) === (delta === null)) {
      reject(line, "one_of_two", null);
      continue;
    }
    const given = textOf(record, "asOf");
    const at = given ?? context.now.toISOString();
    if (onHand !== null) {
      if (reason !== null && reason !== "reading" && reason !== "count") reject(line, "bad_reason", reason);
      else
        readings.push({
          line,
          skuId,
          locationId,
          at,
          given: given !== null || context.trigger !== "import",
          onHand,
          unavailable: numberOf(record, "unavailable"),
          reason: reason ?? "reading",
        });
      continue;
    }
    if (delta === null || delta === 0) continue;
    const places = changePlaces((reason ?? "adjustment") as ChangeReason, delta, locationId);
    if (!places) {
      reject(line, "bad_reason", reason);
      continue;
    }
    changes.push({
      line,
      skuId,
      locationId,
      at,
      late: given !== null,
      quantity: Math.abs(delta),
      ...places,
      document: textOf(record, "document"),
      note: textOf(record, "note"),
      eventId: textOf(record, "eventId") ?? placeInFile(context, line),
    });
  }
  const taken = new Set<number>([
    ...(await applyReadings(tx, context, readings)),
    ...(await applyChanges(tx, context, changes)),
  ]);
  const times = [...readings, ...changes].filter(({ line }) => taken.has(line)).map(({ at }) => at);
  if (context.trigger === "import") await countLag(tx, context.connectionId, "stock", times, context.now);
  const refused = new Set(rejects.map(({ line }) => line));
  const unchanged = records.filter(({ line }) => !taken.has(line) && !refused.has(line)).length;
  const outcome: Applied = { entityIds: new Map(), rejects };
  return outcomeOf(records, outcome, unchanged);
}

const numberOf = (record: Record<string, unknown>, field: string): number | null => {
  const value = record[field];
  return typeof value === "number" ? value : null;
};

/** A change in a file that has no id of its own is told apart by its file and line. */
const placeInFile = (context: IngestContext, line: number): string | null =>
  context.fileId === null ? null : `file:${context.fileId}:${line}`;
