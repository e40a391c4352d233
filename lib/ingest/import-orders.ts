import type { Db } from "@/db/client";
import type { RowSource } from "@/lib/connectors/contract";
import type { IngestContext } from "./context";
import type { RowReader } from "./mapping/compile";
import type { Mapping } from "./mapping/mapping";
import { readSettings } from "./mapping/mapping";
import { netCredits } from "./net-credits/run";
import { applyOrders } from "./orders/apply";
import { checkOrderRow } from "./orders/check-line";
import { createMissingFor } from "./orders/create-missing";
import { loadDefaults } from "./orders/defaults";
import { linesWithoutOrder } from "./orders/rejected-lines";
import type { DocRange } from "./orders/resolve";
import { copyToStage, createStage, type StagedLine } from "./orders/stage";
import { addOutcome, type BatchOutcome, emptyOutcome } from "./outcome";
import { ensureMonths } from "./partitions";
import { columnProblem } from "./row-shape";
import { recordBatch, recordProgress } from "./runs/runs";
import { transaction } from "./transaction";

/** Larger batches save upserts of day sums, smaller ones hold locks shorter: 20,000 lines take well under a second. */
const batchLines = 20_000;
/** Lines after which a run that still reads its file says how far it is, and heeds a stop: some times a second. */
const progressEveryLines = 20_000;

export interface ImportStep {
  context: IngestContext;
  mapping: Mapping;
  source: RowSource;
  /** Key of the source of a dry run that is not there; null: it is. */
  sourceKey: string | null;
  reader: RowReader;
  runId: number;
  signal?: AbortSignal;
  /** Called after every batch with the outcome so far. */
  onProgress?: (outcome: BatchOutcome, phase: "reading" | "applying") => void;
}

/**
 * Orders come in two passes: every line is checked and copied into a table of this session, because the lines of an
 * order need not stand together; then order after order is applied in batches, each a transaction of its own.
 */
export async function importOrders(db: Db, step: ImportStep): Promise<BatchOutcome> {
  const connection = await db.reserve();
  try {
    // Lost to a power cut can only be what the end of the run, which waits for the disk, has not confirmed yet.
    await connection.unsafe("set synchronous_commit = off; set work_mem = '64MB'; set jit = off");
    await createStage(connection, "order_stage");
    const given = new Set(Object.keys(step.mapping.columns));
    if (step.mapping.currency) given.add("currency");
    await copyToStage(connection, stagedLines(db, step), given);
    await connection`create index on order_stage (doc, line)`;
    await connection`analyze order_stage (doc, sku, channel, location, problems)`;
    return await applyStage(db, connection, step);
  } finally {
    await connection`drop table if exists order_stage`.catch(() => {});
    await connection.unsafe("reset synchronous_commit; reset work_mem; reset jit").catch(() => {});
    connection.release();
  }
}

async function* stagedLines(db: Db, step: ImportStep): AsyncGenerator<StagedLine[]> {
  const { mapping, source, reader, runId } = step;
  const settings = readSettings(mapping);
  const seen = emptyOutcome();
  let noted = 0;
  for await (const rows of source.batches) {
    step.signal?.throwIfAborted();
    yield rows.map(({ line, raw, cells }) => {
      const wrong = columnProblem(cells, source.shape.header);
      const staged = checkOrderRow(line, reader(cells), settings, mapping.options, raw);
      return wrong ? { ...staged, problems: [wrong] } : staged;
    });
    seen.read += rows.length;
    if (seen.read - noted >= progressEveryLines) {
      await recordProgress(db, runId, source.tally.bytes);
      noted = seen.read;
    }
    step.onProgress?.(seen, "reading");
  }
}

async function applyStage(db: Db, connection: Db, step: ImportStep): Promise<BatchOutcome> {
  const { context, runId } = step;
  const total = emptyOutcome();
  const months = await connection<{ month: string }[]>`
    select to_char(month, 'YYYY-MM') as month from (
      select distinct date_trunc('month', placed_at) as month from order_stage where problems is null) months order by 1`;
  if (!context.dryRun) {
    await ensureMonths(
      connection,
      db,
      months.map(({ month }) => month),
    );
    const currency = step.mapping.currency ?? context.baseCurrency;
    total.notes = await transaction(connection, (tx) =>
      createMissingFor(tx, context, "order_stage", currency),
    );
  }
  const finish = (outcome: BatchOutcome) => {
    addOutcome(total, { ...outcome, rejects: [] });
    step.onProgress?.(total, "applying");
  };
  const defaults = await loadDefaults(connection, context);
  for (let after: string | null = null; ; ) {
    step.signal?.throwIfAborted();
    const [last]: { doc: string }[] = await connection<{ doc: string }[]>`
      select doc from order_stage where doc is not null ${after === null ? connection`` : connection`and doc > ${after}`}
      order by doc offset ${batchLines} limit 1`;
    const range: DocRange = { after, upTo: last?.doc ?? null };
    finish(
      await transaction(connection, async (tx) => {
        const outcome = await applyOrders(tx, context, "order_stage", range, defaults);
        await recordBatch(tx, runId, outcome, step.source.tally.bytes);
        return outcome;
      }),
    );
    if (range.upTo === null) break;
    after = range.upTo;
  }
  for (let after = 0; ; ) {
    const { rejects, lines, last } = await linesWithoutOrder(connection, "order_stage", after, 5_000);
    if (lines === 0) break;
    const outcome = { ...emptyOutcome(), read: lines, rejected: lines, rejects };
    await transaction(connection, (tx) => recordBatch(tx, runId, outcome, step.source.tally.bytes));
    finish(outcome);
    after = last;
  }
  if (!context.dryRun) Object.assign(total.notes, await netCredits(connection, context.connectionId));
  return total;
}
