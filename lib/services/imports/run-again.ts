import type { Db } from "@/db/client";
import { findImportRun } from "@/db/queries/imports";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { startImport } from "./start-import";

/**
 * Imports the file of an earlier run again with the same mapping: what was taken stays unchanged, what was rejected for
 * something that is there now is taken. A checked dry run becomes the import itself. Throws NotFound.
 */
export async function runImportAgain(db: Db, actor: Actor, earlierRunId: number): Promise<{ runId: number }> {
  const run = await findImportRun(db, earlierRunId);
  if (run?.fileId == null)
    throw new NotFound("This import is not there any more: upload the file again.", {
      say: say("refusals.import.fileGone"),
    });
  return await startImport(db, actor, {
    fileId: run.fileId,
    source: run.sourceKey,
    mapping: run.mapping,
    dryRun: false,
  });
}
