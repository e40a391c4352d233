import type { Db } from "@/db/client";
import { applyRecords } from "./apply/apply";
import type { CheckedRecord } from "./apply/contract";
import { checkRecord } from "./check/record";
import { plainSettings } from "./check/settings";
import { type IngestContext, loadContext, type Trigger } from "./context";
import { ingestOrders } from "./ingest-orders";
import type { BatchOutcome, Reject, Tally } from "./outcome";
import { ensureMonths, monthsOf } from "./partitions";
import { recordReading } from "./readings-of-source";
import { asFields, notAnObject } from "./record-fields";
import type { Kind } from "./schemas/index";
import { poolTransaction } from "./transaction";

/** What became of records, with the reason for each that was refused; `index` counts from 0. */
export interface IngestAnswer extends Omit<Tally, "rejected"> {
  rejected: { index: number; field: string | null; code: string; reason: string }[];
}

/**
 * Brings records in by the same checks and the same statements as files do, in one transaction: what it answers as
 * accepted is committed. A record that is refused does not hold back the others. Throws NotFound when the connection is
 * not there. Up to some thousand records a call; more should be cut into calls.
 */
export async function ingestRecords(
  db: Db,
  given: {
    connectionId: number;
    kind: Kind;
    records: readonly unknown[];
    trigger: Trigger;
    actor?: string;
    now?: Date;
  },
): Promise<IngestAnswer> {
  const context = await loadContext(db, given);
  const outcome =
    given.kind === "orders"
      ? await ingestOrders(db, context, given.records)
      : await ingestPlain(db, context, given.kind, given.records);
  recordReading(db, context, given.kind, outcome);
  const { read, accepted, unchanged, rejects } = outcome;
  const rejected = rejects.map(({ line, field, code, reason }) => ({ index: line, field, code, reason }));
  return { read, accepted, unchanged, rejected };
}

async function ingestPlain(
  db: Db,
  context: IngestContext,
  kind: Exclude<Kind, "orders">,
  given: readonly unknown[],
): Promise<BatchOutcome> {
  const records: CheckedRecord[] = [];
  const rejects: Reject[] = [];
  const refused = new Set<number>();
  for (const [line, value] of given.entries()) {
    const fields = asFields(value);
    const outcome = fields && checkRecord(kind, (field) => fields[field], plainSettings);
    if (outcome?.ok) records.push({ line, record: outcome.record, raw: "" });
    else {
      refused.add(line);
      rejects.push(
        ...(outcome
          ? outcome.problems.map((problem) => ({ line, raw: "", ...problem }))
          : [notAnObject(line)]),
      );
    }
  }
  await ensureMonths(db, db, monthsOf(kind, context, records));
  const applied = await poolTransaction(db, (tx) => applyRecords(tx, context, kind, records));
  return {
    ...applied,
    read: given.length,
    rejected: applied.rejected + refused.size,
    rejects: [...rejects, ...applied.rejects],
  };
}
