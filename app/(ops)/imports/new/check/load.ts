import type { Db } from "@/db/client";
import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import type { Actor } from "@/lib/services/_shared/actor";
import { importKind } from "@/lib/services/imports/describe-kind";
import { previewFile } from "@/lib/services/imports/preview-file";
import type { LoadedRun } from "../../load";

/** The first records of a run's file under the mapping it runs with; null when the file is gone. */
export async function loadFirstRecords(db: Db, actor: Actor, run: LoadedRun) {
  const kind = importKind(run.kind);
  if (run.fileId === null || !kind) return null;
  // What a run keeps was a whole mapping when it was started.
  const mapping = run.mapping as MappingInput;
  const { records } = await previewFile(db, actor, { fileId: run.fileId, kind, mapping });
  return { kind, records, columns: mapping.columns };
}
