import { createReadStream, existsSync } from "node:fs";
import { basename } from "node:path";
import type { Db } from "@/db/client";
import { fileConnector } from "@/lib/connectors/file/connector";
import { PlimsollError } from "@/lib/core/errors";
import { readFile } from "@/lib/ingest/inbox/read-file";
import { storeFile } from "@/lib/ingest/inbox/store-file";
import { mappingFromGuess } from "@/lib/ingest/mapping/from-guess";
import { type Mapping, parseMapping } from "@/lib/ingest/mapping/mapping";
import type { BatchOutcome } from "@/lib/ingest/outcome";
import { runImport } from "@/lib/ingest/run-import";
import { createRun } from "@/lib/ingest/runs/runs";
import { runSource } from "@/lib/ingest/sources";
import { followImport } from "@/lib/jobs/import-run-follow";
import { openDatabase } from "../database";
import { printAccount } from "./account";
import { type ImportArguments, importArguments } from "./arguments";
import { progressLine } from "./progress";
import { writeRejectsFile } from "./rejects-file";

/** `plimsoll import`: each file is stored, checked and applied on its own. Returns the exit status. */
export async function runImportCommand(args: string[]): Promise<number> {
  const wanted = explained(() => importArguments(args));
  if (!wanted) return 2;
  const unreadable = wanted.files.find((file) => !existsSync(file));
  if (unreadable !== undefined) {
    console.error(`There is no file ${unreadable}: check the path. Nothing was imported.`);
    return 2;
  }
  const { db, close } = await openDatabase();
  let status = 0;
  try {
    for (const file of wanted.files) status = Math.max(status, await importOne(db, wanted, file));
  } finally {
    await close();
  }
  return status;
}

function explained<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    console.error(error.message);
    return null;
  }
}

async function importOne(db: Db, wanted: ImportArguments, file: string): Promise<number> {
  const started = performance.now();
  const progress = progressLine(file);
  try {
    const from = await runSource(db, wanted.source, wanted.dryRun);
    const { fileId } = await storeFile(
      db,
      basename(file),
      createReadStream(file, { highWaterMark: 256 * 1024 }),
      "command",
    );
    const mapping = await chosenMapping(db, wanted, fileId);
    const runId = await createRun(db, {
      ...from,
      fileId,
      mapping,
      dryRun: wanted.dryRun,
      actor: "command",
    });
    const outcome: BatchOutcome = await runImport(db, runId, {
      onProgress: progress.show,
      whenDone: followImport,
    });
    progress.end();
    const rejectsFile =
      outcome.rejected > 0 ? await writeRejectsFile(db, runId, `${file}.rejects.csv`) : null;
    printAccount(
      {
        file,
        runId,
        outcome,
        dryRun: wanted.dryRun,
        rejectsFile,
        seconds: (performance.now() - started) / 1000,
      },
      wanted.json,
    );
    return outcome.rejected > 0 ? 1 : 0;
  } catch (error) {
    progress.end();
    if (!(error instanceof PlimsollError)) throw error;
    if (wanted.json) console.log(JSON.stringify({ file, error: error.message }));
    console.error(`${file}: ${error.message}`);
    return 2;
  }
}

async function chosenMapping(db: Db, wanted: ImportArguments, fileId: number): Promise<Mapping> {
  const given =
    wanted.mapping ??
    (await mappingFromGuess(wanted.kind, await fileConnector.open(readFile(db, fileId), {})));
  const options = { ...given.options };
  if (wanted.createMissing.length > 0) options.createMissing = wanted.createMissing;
  if (wanted.defaultLocation !== undefined) options.defaultLocation = wanted.defaultLocation;
  if (wanted.defaultChannel !== undefined) options.defaultChannel = wanted.defaultChannel;
  return parseMapping({ ...given, options });
}
