import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Queryable } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

const decompress = promisify(gunzip);

/** A stored file's content, piece by piece, the next one on its way while the last is used. */
export async function* readFile(db: Queryable, fileId: number): AsyncGenerator<Buffer> {
  let next = piece(db, fileId, 0);
  for (let number = 0; ; number++) {
    const content = await next;
    if (!content) return;
    next = piece(db, fileId, number + 1);
    next.catch(() => {});
    yield content;
  }
}

async function piece(db: Queryable, fileId: number, number: number): Promise<Buffer | null> {
  const [row] = await db<{ content: Buffer }[]>`
    select content from inbox_file_chunk where file_id = ${fileId} and chunk_no = ${number}`;
  return row ? await decompress(row.content) : null;
}

/** Name and size of a stored file. Throws NotFound. */
export async function fileFacts(db: Queryable, fileId: number): Promise<{ name: string; sizeBytes: number }> {
  const [row] = await db<{ name: string; sizeBytes: number }[]>`
    select name, size_bytes as "sizeBytes" from inbox_file where id = ${fileId} and complete`;
  if (!row)
    throw new NotFound("This file is not there any more: upload it again.", {
      say: say("refusals.import.fileGone"),
    });
  return row;
}
