import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import type { SourceTally } from "@/lib/connectors/contract";
import { say } from "@/lib/core/say";
import { unreadable } from "./unreadable";

/** Small pieces keep a batch of rows short-lived: with 1 MB a third of the time went into the garbage collector. */
const pieceBytesMax = 64 * 1024;

/**
 * Any encoding to UTF-8. A file taken for UTF-8 is checked on the way: a line that is none is read as Windows-1252 and
 * counted, because exports are often ASCII for thousands of lines before the first pound sign.
 */
export async function* toUtf8(
  pieces: AsyncIterable<Buffer>,
  encoding: string,
  tally: SourceTally,
): AsyncGenerator<Buffer> {
  if (!iconv.encodingExists(encoding))
    throw unreadable(
      `The encoding ${encoding} is not known. Choose utf-8, windows-1252, utf-16le, big5, gb18030 or shift_jis.`,
      say("refusals.file.encoding", { encoding }),
    );
  if (encoding === "utf-8" || encoding === "windows-1252") {
    yield* checkedLines(pieces, tally);
    return;
  }
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  for await (const piece of small(pieces)) yield Buffer.from(decoder.write(piece), "utf8");
  const rest = decoder.end();
  if (rest) yield Buffer.from(rest, "utf8");
}

async function* small(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += pieceBytesMax) yield piece.subarray(at, at + pieceBytesMax);
  }
}

async function* checkedLines(pieces: AsyncIterable<Buffer>, tally: SourceTally): AsyncGenerator<Buffer> {
  let carried = Buffer.alloc(0);
  for await (const piece of small(pieces)) {
    const joined = carried.length > 0 ? Buffer.concat([carried, piece]) : piece;
    const end = Math.max(joined.lastIndexOf(10), joined.lastIndexOf(13)) + 1;
    if (end > 0) yield asUtf8(joined.subarray(0, end), tally);
    carried = Buffer.from(joined.subarray(end));
    if (carried.length > 4 * 1024 * 1024)
      throw unreadable(
        "A line is longer than 4 MB: this is no file with one record a line. Export it as CSV.",
        say("refusals.file.longLine"),
      );
  }
  if (carried.length > 0) yield asUtf8(carried, tally);
}

function asUtf8(lines: Buffer, tally: SourceTally): Buffer {
  if (isUtf8(lines)) return lines;
  const out: Buffer[] = [];
  let start = 0;
  while (start < lines.length) {
    const newline = lines.indexOf(10, start);
    const end = newline < 0 ? lines.length : newline + 1;
    const line = lines.subarray(start, end);
    if (isUtf8(line)) out.push(line);
    else {
      tally.windows1252Lines++;
      out.push(Buffer.from(iconv.decode(line, "windows-1252"), "utf8"));
    }
    start = end;
  }
  return Buffer.concat(out);
}
