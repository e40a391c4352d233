import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Db } from "@/db/client";
import { rejectsCsv } from "@/lib/ingest/runs/rejects-csv";

/** Writes a run's rejects beside its file. Returns the path. */
export async function writeRejectsFile(db: Db, runId: number, path: string): Promise<string> {
  await pipeline(Readable.from(rejectsCsv(db, runId)), createWriteStream(path));
  return path;
}
