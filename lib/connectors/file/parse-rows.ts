import { StringDecoder } from "node:string_decoder";
import type { SourceRow } from "@/lib/connectors/contract";
import { say } from "@/lib/core/say";
import { unreadable } from "./unreadable";

const recordCharactersMax = 1024 * 1024;

/**
 * Cuts UTF-8 text into rows: CR, LF and CRLF, quoted newlines, stray quotes kept as text. Yields as many rows as each
 * piece of text holds, so memory does not grow with the file. Throws Invalid when a quote is never closed.
 *
 * Rows without a quote, nearly all of them, are cut by the engine's own search and split: five times as fast here as
 * csv-parse, which looks at every byte and tells its whole state with each record.
 */
export async function* parseRows(
  text: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<SourceRow[]> {
  const decoder = new StringDecoder("utf8");
  const cutter = rowCutter(delimiter);
  let first = true;
  for await (const piece of text) {
    let decoded = decoder.write(piece);
    if (first && decoded.startsWith("\uFEFF")) decoded = decoded.slice(1);
    if (decoded !== "") first = false;
    const rows = cutter.take(decoded, false);
    if (rows.length > 0) yield rows;
  }
  const rows = cutter.take(decoder.end(), true);
  if (rows.length > 0) yield rows;
}

/** Takes text piece by piece and gives back the rows that are whole. */
function rowCutter(delimiter: string) {
  let rest = "";
  let line = 1;

  return {
    take(more: string, last: boolean): SourceRow[] {
      const text = rest + more;
      const rows: SourceRow[] = [];
      let start = 0;
      let quote = text.indexOf('"');
      let carriage = text.indexOf("\r");
      let feed = text.indexOf("\n");
      while (start < text.length) {
        if (carriage >= 0 && carriage < start) carriage = text.indexOf("\r", start);
        if (feed >= 0 && feed < start) feed = text.indexOf("\n", start);
        if (quote >= 0 && quote < start) quote = text.indexOf('"', start);
        const newline = carriage < 0 ? feed : feed < 0 ? carriage : Math.min(carriage, feed);
        const plain = quote < 0 || (newline >= 0 && newline < quote);
        const row = plain
          ? plainRow(text, start, newline, delimiter, last)
          : quotedRow(text, start, delimiter, last);
        if (!row) break;
        if (row.raw !== "") rows.push({ line, raw: row.raw, cells: row.cells });
        line += row.lines;
        start = row.next;
      }
      rest = text.slice(start);
      if (rest.length > recordCharactersMax || (last && rest !== "")) throw neverClosed(line);
      return rows;
    },
  };
}

interface Cut {
  cells: string[];
  raw: string;
  /** Where the next row begins. */
  next: number;
  /** Line ends passed. */
  lines: number;
}

/** A row without quotes; null when its end has not arrived yet. */
function plainRow(
  text: string,
  start: number,
  newline: number,
  delimiter: string,
  last: boolean,
): Cut | null {
  if (newline < 0 && !last) return null;
  const end = newline < 0 ? text.length : newline;
  const next = afterNewline(text, end, last);
  if (next === null) return null;
  const raw = text.slice(start, end);
  return { cells: raw.split(delimiter), raw, next, lines: 1 };
}

/** A row with quotes somewhere in it; null when its end has not arrived yet. */
function quotedRow(text: string, start: number, delimiter: string, last: boolean): Cut | null {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    let cell = "";
    if (text[at] === '"') {
      const quoted = quotedCell(text, at + 1);
      if (!quoted || (quoted.next === text.length && !last)) return null;
      cell = quoted.cell;
      lines += quoted.lines;
      at = quoted.next;
    }
    const end = cellEnd(text, at, delimiter);
    if (end === text.length && !last) return null;
    cells.push(cell + text.slice(at, end));
    if (text[end] === delimiter) {
      at = end + 1;
      continue;
    }
    const next = afterNewline(text, end, last);
    return next === null ? null : { cells, raw: text.slice(start, end), next, lines };
  }
}

/** The inside of a quoted cell from just after its quote; null when it is not closed yet. */
function quotedCell(text: string, from: number): { cell: string; next: number; lines: number } | null {
  let cell = "";
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, next: quote + 1, lines: countLines(cell) };
    cell += '"';
    at = quote + 2;
  }
}

function cellEnd(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === delimiter || character === "\n" || character === "\r") return at;
  }
  return text.length;
}

/** The place after a line end; null when a CR may be half of a CRLF that has not arrived yet. */
function afterNewline(text: string, at: number, last: boolean): number | null {
  if (text[at] !== "\r") return Math.min(at + 1, text.length);
  if (at + 1 === text.length) return last ? at + 1 : null;
  return text[at + 1] === "\n" ? at + 2 : at + 1;
}

const countLines = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;

const neverClosed = (line: number) =>
  unreadable(
    `A quotation mark is opened on line ${line} and never closed, so the rest of the file would be one cell. Close or remove it and import again.`,
    say("refusals.file.openQuote", { line }),
  );
