import type { Db, Tx } from "@/db/client";
import { applyRecords } from "./apply/apply";
import type { CheckedRecord } from "./apply/contract";
import { createRecordRefs } from "./apply/create-refs";
import { checkRecord } from "./check/record";
import { ensureCompany } from "./company";
import type { IngestContext } from "./context";
import type { ImportStep } from "./import-orders";
import { readSettings } from "./mapping/mapping";
import { addOutcome, type BatchOutcome, emptyOutcome, type Reject } from "./outcome";
import { ensureMonths, monthsOf } from "./partitions";
import { columnProblem } from "./row-shape";
import { recordBatch } from "./runs/runs";
import { ensureFileSource } from "./sources";
import { poolTransaction } from "./transaction";

const batchRecords = 5_000;

/** Records that stand on their own come in one pass: each batch is checked and applied in a transaction of its own. */
export async function importRecords(db: Db, step: ImportStep): Promise<BatchOutcome> {
  const { mapping, source, reader, runId } = step;
  const settings = readSettings(mapping);
  const total = emptyOutcome();
  const flush = async (records: CheckedRecord[], rejects: Reject[], read: number) => {
    const lines = new Set(rejects.map(({ line }) => line));
    const months = monthsOf(mapping.kind, step.context, records);
    if (!step.context.dryRun) await ensureMonths(db, db, months);
    const outcome = await poolTransaction(db, async (tx) => {
      // A dry run does everything and takes it back, so that it finds exactly what the real run would.
      const context = step.context.dryRun ? await rehearse(tx, step, months) : step.context;
      await createRecordRefs(tx, context, mapping.kind, records, mapping.currency ?? context.baseCurrency);
      const applied = await applyRecords(tx, context, mapping.kind, records);
      if (context.dryRun) await tx`rollback to savepoint rehearsal`;
      const rejected = applied.rejected + lines.size;
      const whole = {
        ...applied,
        read,
        rejected,
        rejects: [...rejects, ...applied.rejects].sort((a, b) => a.line - b.line),
      };
      await recordBatch(tx, runId, whole, source.tally.bytes);
      return whole;
    });
    addOutcome(total, { ...outcome, rejects: [] });
    step.onProgress?.(total, "applying");
  };
  let records: CheckedRecord[] = [];
  let rejects: Reject[] = [];
  let read = 0;
  for await (const rows of source.batches) {
    step.signal?.throwIfAborted();
    for (const { line, raw, cells } of rows) {
      read++;
      const wrong = columnProblem(cells, source.shape.header);
      const outcome = checkRecord(mapping.kind, reader(cells), settings);
      if (wrong) rejects.push({ line, raw, ...wrong });
      else if (outcome.ok) records.push({ line, record: outcome.record, raw });
      else for (const problem of outcome.problems) rejects.push({ line, raw, ...problem });
      if (read < batchRecords) continue;
      await flush(records, rejects, read);
      [records, rejects, read] = [[], [], 0];
    }
  }
  if (read > 0) await flush(records, rejects, read);
  return total;
}

/** Makes what a run of a new source or in an empty workspace would make, to be taken back with the batch. */
async function rehearse(tx: Tx, step: ImportStep, months: Iterable<string>): Promise<IngestContext> {
  const { context, mapping, sourceKey } = step;
  await tx`savepoint rehearsal`;
  await ensureCompany(tx, mapping);
  await ensureMonths(tx, tx, months);
  return sourceKey === null ? context : { ...context, connectionId: await ensureFileSource(tx, sourceKey) };
}
