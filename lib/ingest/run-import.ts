import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { fileConnector } from "@/lib/connectors/file/connector";
import { PlimsollError } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { ensureCompany } from "./company";
import { loadContext } from "./context";
import { type ImportStep, importOrders } from "./import-orders";
import { importRecords } from "./import-records";
import { readFile } from "./inbox/read-file";
import { compileMapping } from "./mapping/compile";
import type { BatchOutcome } from "./outcome";
import { failRun, finishRun, startRun } from "./runs/runs";

export type Progress = NonNullable<ImportStep["onProgress"]>;

/**
 * Carries out a run: reads its stored file through its mapping and applies it batch by batch. Can be killed at any
 * moment and run again. `whenDone` is called in the transaction that ends a run that was no dry run. Throws what made the file unreadable,
 * after it is written to the run; rejected rows are no failure.
 */
export async function runImport(
  db: Db,
  runId: number,
  options: {
    signal?: AbortSignal;
    onProgress?: Progress;
    whenDone?: (tx: Tx, outcome: BatchOutcome) => Promise<void>;
  } = {},
): Promise<BatchOutcome> {
  const run = await startRun(db, runId);
  const { mapping, sourceKey } = run;
  try {
    const { encoding, delimiter, skipLines } = mapping;
    const source = await fileConnector.open(readFile(db, run.fileId), { encoding, delimiter, skipLines });
    const reader = compileMapping(mapping, source.shape.header);
    if (!run.dryRun) await ensureCompany(db, mapping);
    const context = await loadContext(db, {
      connectionId: run.connectionId,
      company: mapping,
      trigger: "import",
      runId,
      fileId: run.fileId,
      actor: run.actor,
      options: mapping.options,
      dryRun: run.dryRun,
    });
    const step = { context, mapping, source, sourceKey, reader, runId, ...options };
    const outcome = await (mapping.kind === "orders" ? importOrders(db, step) : importRecords(db, step));
    const { repeatedHeaders, windows1252Lines } = source.tally;
    const counted = Object.entries({ repeatedHeaders, windows1252Lines }).filter(([, count]) => count > 0);
    Object.assign(outcome.notes, Object.fromEntries(counted));
    await db.begin(async (tx) => {
      await finishRun(tx, runId, outcome.notes);
      if (!run.dryRun) await options.whenDone?.(tx, outcome);
    });
    if (!run.dryRun && outcome.accepted > 0) await announceKind(db, mapping.kind);
    return outcome;
  } catch (error) {
    // A worker that is told to end leaves the run as it is: the queue gives it to the next one.
    if (options.signal?.aborted) throw error;
    await failRun(
      db,
      runId,
      error instanceof PlimsollError
        ? error
        : { message: "The import broke off; it can be run again.", say: say("refusals.import.brokeOff") },
    );
    throw error;
  }
}

async function announceKind(db: Db, kind: string): Promise<void> {
  await announce(db, "sync");
  if (kind === "orders" || kind === "returns") await announce(db, "orders");
  else if (kind === "stock") await announce(db, "stock");
  else if (kind === "campaigns" || kind === "product-ads" || kind === "ad-spend") await announce(db, "ads");
}
