import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Queryable } from "@/db/client";

const compress = promisify(gzip);
const pieceBytes = 1024 * 1024;

export interface StoredFile {
  fileId: number;
  sha256: string;
  sizeBytes: number;
  /** The same content had been stored before; it is kept once. */
  known: boolean;
}

/**
 * Stores a file as it arrived, in compressed pieces, once for each content. Holds two pieces in memory at most. A file
 * whose arrival breaks off is removed again.
 */
export async function storeFile(
  db: Queryable,
  name: string,
  content: AsyncIterable<Uint8Array>,
  receivedBy: string,
): Promise<StoredFile> {
  const [row] = await db<{ id: number }[]>`
    insert into inbox_file (name, received_by) values (${name}, ${receivedBy}) returning id`;
  const id = row?.id ?? 0;
  try {
    const { sha256, sizeBytes } = await storePieces(db, id, content);
    return { sizeBytes, sha256, ...(await complete(db, id, sha256, sizeBytes)) };
  } catch (error) {
    await db`delete from inbox_file where id = ${id}`;
    throw error;
  }
}

async function storePieces(
  db: Queryable,
  id: number,
  content: AsyncIterable<Uint8Array>,
): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let number = 0;
  let writing: Promise<unknown> = Promise.resolve();
  let level = 1;
  for await (const piece of pieces(content)) {
    hash.update(piece);
    sizeBytes += piece.length;
    // What is gzip already is only wrapped; pressing it again would gain nothing.
    if (number === 0 && piece[0] === 0x1f && piece[1] === 0x8b) level = 0;
    const packed = await compress(piece, { level });
    await writing;
    const chunk = number++;
    writing = db`insert into inbox_file_chunk (file_id, chunk_no, content) values (${id}, ${chunk}, ${packed})`;
    writing.catch(() => {});
  }
  await writing;
  return { sha256: hash.digest("hex"), sizeBytes };
}

async function* pieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    waiting.push(part);
    size += part.byteLength;
    if (size < pieceBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

async function complete(
  db: Queryable,
  id: number,
  sha256: string,
  sizeBytes: number,
): Promise<{ fileId: number; known: boolean }> {
  const [kept] = await db<{ id: number }[]>`
    update inbox_file set sha256 = ${sha256}, size_bytes = ${sizeBytes}, complete = true
    where id = ${id} and not exists (select from inbox_file where sha256 = ${sha256}) returning id`.catch(
    (error: { code?: string }) => {
      if (error.code === "23505") return [];
      throw error;
    },
  );
  if (kept) return { fileId: id, known: false };
  await db`delete from inbox_file where id = ${id}`;
  const [first] = await db<{ id: number }[]>`select id from inbox_file where sha256 = ${sha256}`;
  return { fileId: first?.id ?? 0, known: true };
}
