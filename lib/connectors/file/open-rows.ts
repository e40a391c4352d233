import iconv from "iconv-lite";
import type { FileOptions, RowSource, SourceRow, SourceTally } from "@/lib/connectors/contract";
import { say } from "@/lib/core/say";
import { detectDelimiter, detectEncoding, detectNewline } from "./detect";
import { plainContent } from "./gunzip";
import { parseRows } from "./parse-rows";
import { toUtf8 } from "./to-utf8";
import { unreadable } from "./unreadable";

const sampleBytes = 64 * 1024;

/**
 * Opens a file for reading in batches of rows: finds out compression, encoding, delimiter and header, leaves out blank
 * rows and headers that are repeated inside. Throws Invalid when the file holds no header or is no text.
 */
export async function openRows(content: AsyncIterable<Uint8Array>, options: FileOptions): Promise<RowSource> {
  const tally: SourceTally = { bytes: 0, repeatedHeaders: 0, windows1252Lines: 0 };
  const pieces = plainContent(counted(content, tally));
  const sample: Buffer[] = [];
  let size = 0;
  while (size < sampleBytes) {
    const { value, done } = await pieces.next();
    if (done) break;
    sample.push(value);
    size += value.length;
  }
  const start = Buffer.concat(sample);
  const encoding = options.encoding ?? detectEncoding(start);
  const sampleText = iconv.decode(start.subarray(0, sampleBytes), encoding);
  const delimiter = options.delimiter ?? detectDelimiter(sampleText);
  const rows = parseRows(toUtf8(joined(sample, pieces), encoding, tally), delimiter);
  const { header, rest } = await takeHeader(rows, options.skipLines ?? 0);
  return {
    shape: { encoding, delimiter, newline: detectNewline(sampleText), header },
    tally,
    batches: dataRows(rest, rows, header, tally),
  };
}

async function* counted(content: AsyncIterable<Uint8Array>, tally: SourceTally): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    tally.bytes += piece.byteLength;
    yield piece;
  }
}

async function* joined(first: Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  yield* rest;
}

async function takeHeader(
  rows: AsyncGenerator<SourceRow[]>,
  skipLines: number,
): Promise<{ header: string[]; rest: SourceRow[] }> {
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    const at = next.value.findIndex((row) => row.line > skipLines && !isBlank(row.cells));
    if (at < 0) continue;
    const header = (next.value[at]?.cells ?? []).map((cell) => cell.trim());
    while (header.length > 1 && header.at(-1) === "") header.pop();
    const twice = header.find((name, index) => name !== "" && header.indexOf(name) !== index);
    if (twice !== undefined)
      throw unreadable(
        `The header names the column ${JSON.stringify(twice)} twice: give each column its own name and import again.`,
        say("refusals.file.columnTwice", { column: twice }),
      );
    return { header, rest: next.value.slice(at + 1) };
  }
  throw unreadable("The file is empty: it has no header line.", say("refusals.file.empty"));
}

async function* dataRows(
  first: SourceRow[],
  rest: AsyncGenerator<SourceRow[]>,
  header: string[],
  tally: SourceTally,
): AsyncGenerator<SourceRow[]> {
  const keep = (row: SourceRow) => {
    if (isBlank(row.cells)) return false;
    if (!repeats(row.cells, header)) return true;
    tally.repeatedHeaders++;
    return false;
  };
  const head = first.filter(keep);
  if (head.length > 0) yield head;
  for await (const batch of rest) {
    const kept = batch.filter(keep);
    if (kept.length > 0) yield kept;
  }
}

const isBlank = (cells: string[]) => cells.every((cell) => cell.trim() === "");

function repeats(cells: string[], header: string[]): boolean {
  return cells[0]?.trim() === header[0] && header.every((name, index) => cells[index]?.trim() === name);
}
