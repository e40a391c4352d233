import type { Db } from "@/db/client";
import { findImportRun } from "@/db/queries/imports";
import { rejectsCsv } from "@/lib/ingest/runs/rejects-csv";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { noImport } from "./missing";

/** The rejected rows of a run as CSV, piece by piece, with the name for the file; `words` makes the reasons. Throws NotFound. */
export async function downloadRejects(
  db: Db,
  actor: Actor,
  runId: number,
  words?: Parameters<typeof rejectsCsv>[2],
): Promise<{ name: string; content: AsyncGenerator<string> }> {
  authorise(actor, "read");
  const run = await findImportRun(db, runId);
  if (!run) throw noImport();
  return { name: `${run.fileName ?? "import"}.rejects.csv`, content: rejectsCsv(db, runId, words) };
}
