import { type CsvError, parse } from "csv-parse";
import type { SourceRow } from "@/lib/connectors/contract";
import { unreadable } from "./unreadable";

const recordBytesMax = 1024 * 1024;

/**
 * Cuts UTF-8 text into rows: CR, LF and CRLF, quoted newlines, stray quotes kept as text. Yields as many rows as each
 * piece of text holds, so memory does not grow with the file. Throws Invalid when a quote is never closed.
 */
export async function* parseRows(
  text: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<SourceRow[]> {
  let rows: SourceRow[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: recordBytesMax,
    on_record: (cells: string[], { lines }) => {
      rows.push({ line: lines, cells });
      return null;
    },
  });
  let failure: unknown = null;
  parser.on("error", (error) => {
    failure = error;
  });
  parser.resume();
  for await (const piece of text) {
    await new Promise<void>((resolve) => parser.write(piece, () => resolve()));
    if (failure) throw explained(failure);
    if (rows.length > 0) yield rows;
    rows = [];
  }
  await new Promise<void>((resolve) => {
    parser.once("end", resolve);
    parser.once("error", () => resolve());
    parser.end();
  });
  if (failure) throw explained(failure);
  if (rows.length > 0) yield rows;
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const { code, lines } = error as CsvError & { lines?: number };
  if (code === "CSV_QUOTE_NOT_CLOSED" || code === "CSV_MAX_RECORD_SIZE")
    return unreadable(
      `A quotation mark is opened at or before line ${lines ?? "?"} and never closed, so the rest of the file would be one cell. Close or remove it and import again.`,
    );
  return unreadable(`Line ${lines ?? "?"} cannot be read: ${error.message}. Repair it and import again.`);
}
