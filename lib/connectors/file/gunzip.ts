import { createGunzip, type Gunzip } from "node:zlib";
import { say } from "@/lib/core/say";
import { unreadable } from "./unreadable";

const gzipMagic = [0x1f, 0x8b];

export const isGzip = (start: Uint8Array): boolean => gzipMagic.every((byte, index) => start[index] === byte);

/** The content itself when the bytes are gzip (also several members after another), else the bytes unchanged. */
export async function* plainContent(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const all = resumed(first.value, iterator);
  if (!isGzip(first.value)) {
    yield* all;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  const feeding = feed(all, gunzip);
  feeding.catch(() => {});
  try {
    for await (const piece of gunzip) yield piece as Buffer;
    await feeding;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw unreadable(
        "The gzip file is damaged or cut short: fetch or compress it again. Nothing after the damage was read.",
        say("refusals.file.gzip"),
      );
    throw error;
  }
}

async function* resumed(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  yield Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
  }
}

async function feed(from: AsyncIterable<Buffer>, to: Gunzip): Promise<void> {
  try {
    for await (const piece of from) {
      // The reader had enough and closed its end.
      if (to.destroyed) return;
      if (!to.write(piece)) await drained(to);
    }
    to.end();
  } catch (error) {
    to.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

const drained = (stream: Gunzip) =>
  new Promise<void>((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
