import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { fileFacts } from "@/lib/ingest/inbox/read-file";
import { parseMapping } from "@/lib/ingest/mapping/mapping";
import { createRun } from "@/lib/ingest/runs/runs";
import { runSource } from "@/lib/ingest/sources";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const startImportSchema = z.object({
  fileId: z.number().int().positive(),
  /** Key of the connection the records come from; made when it is new. */
  source: z.string().trim().toLowerCase(),
  mapping: z.unknown(),
  dryRun: z.boolean().default(false),
});

/**
 * Starts the import of a stored file in the background; a dry run checks everything and writes nothing. Throws NotFound
 * for a file that is gone and Invalid, field by field, for a mapping that cannot be used.
 */
export async function startImport(
  db: Db,
  actor: Actor,
  input: z.input<typeof startImportSchema>,
): Promise<{ runId: number }> {
  authorise(actor, "import.run");
  const { fileId, source, mapping: given, dryRun } = parseInput(startImportSchema, input);
  const mapping = parseMapping(given);
  return await db.begin(async (tx) => {
    const { name } = await fileFacts(tx, fileId);
    const from = await runSource(tx, source, dryRun);
    const runId = await createRun(tx, { ...from, fileId, mapping, dryRun, actor: actor.name });
    await enqueue(tx, "import.run", { runId }, { maxAttempts: 5 });
    await announce(tx, "imports", [runId]);
    if (!dryRun)
      await writeAudit(tx, actor, {
        verb: "import.start",
        entity: "import",
        entityId: runId,
        after: { file: name, kind: mapping.kind, source },
      });
    return { runId };
  });
}
