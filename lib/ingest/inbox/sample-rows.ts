import type { Db } from "@/db/client";
import type { FileOptions, SourceRow, SourceShape } from "@/lib/connectors/contract";
import { fileConnector } from "@/lib/connectors/file/connector";
import { readFile } from "./read-file";

/** The first rows of a stored file and how it is written. */
export interface FileSample {
  shape: SourceShape;
  rows: SourceRow[];
}

/** Reads no more of a stored file than its first `count` rows. Throws Invalid when it cannot be read at all. */
export async function sampleRows(
  db: Db,
  fileId: number,
  options: FileOptions,
  count: number,
): Promise<FileSample> {
  const source = await fileConnector.open(readFile(db, fileId), options);
  const rows: SourceRow[] = [];
  for await (const batch of source.batches) {
    rows.push(...batch.slice(0, count - rows.length));
    if (rows.length >= count) break;
  }
  return { shape: source.shape, rows };
}
