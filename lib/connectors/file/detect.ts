import { isUtf8 } from "node:buffer";
import { say } from "@/lib/core/say";
import { unreadable } from "./unreadable";

/** Encoding of a file by its first bytes: byte order marks, the zero bytes of UTF-16, else UTF-8 or Windows-1252. */
export function detectEncoding(start: Buffer): string {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return "utf-8";
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  if (start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4)
    throw unreadable(
      "This is a workbook (.xlsx) or a zip archive, not a text file: save the sheet as CSV and import that.",
      say("refusals.file.workbook"),
    );
  if (start[0] === 0xd0 && start[1] === 0xcf && start[2] === 0x11)
    throw unreadable(
      "This is an old Excel workbook (.xls), not a text file: save the sheet as CSV and import that.",
      say("refusals.file.oldWorkbook"),
    );
  const sample = start.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even++;
    else odd++;
  }
  if (odd > sample.length / 8 && even < odd / 8) return "utf-16le";
  if (even > sample.length / 8 && odd < even / 8) return "utf-16be";
  if (even + odd > 0)
    throw unreadable(
      "This is no text file (it holds zero bytes): export it as CSV and import that.",
      say("refusals.file.notText"),
    );
  const lastLine = start.lastIndexOf(10);
  return isUtf8(lastLine > 0 ? start.subarray(0, lastLine) : start.subarray(0, Math.max(0, start.length - 3)))
    ? "utf-8"
    : "windows-1252";
}

const candidates = [",", ";", "\t", "|"] as const;

/** The mark between cells: the one that cuts the first lines into the same number of cells, at least two. */
export function detectDelimiter(text: string): string {
  const lines = firstRecords(text, 20);
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of candidates) {
    const counts = lines.map((line) => countOutsideQuotes(line, delimiter));
    const header = counts[0] ?? 0;
    if (header === 0) continue;
    const same = counts.filter((count) => count === header).length / counts.length;
    const score = same * 100 + header;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Line ends of a text, for showing. */
export function detectNewline(text: string): "CRLF" | "LF" | "CR" | "none" {
  const match = /\r\n|\n|\r/.exec(text);
  if (!match) return "none";
  return match[0] === "\r\n" ? "CRLF" : match[0] === "\n" ? "LF" : "CR";
}

/** Up to `count` records, not cut at newlines inside quotes; the last, perhaps incomplete one is left out. */
function firstRecords(text: string, count: number): string[] {
  const records: string[] = [];
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length && records.length < count; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) {
      if (index > start) records.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return records.length > 0 ? records : [text];
}

function countOutsideQuotes(line: string, mark: string): number {
  let quoted = false;
  let count = 0;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === mark && !quoted) count++;
  }
  return count;
}
