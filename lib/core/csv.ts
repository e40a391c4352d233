/** One column of an export: its head, and its value in a row. */
export interface CsvColumn<Row> {
  header: string;
  value: (row: Row) => string | number | boolean | Date | null | undefined;
}

const encoder = new TextEncoder();

/**
 * One cell by RFC 4180. Text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, CSV injection);
 * numbers are figures, so a negative one stays a number. Dates are ISO 8601 in UTC; null is empty.
 */
export function csvCell(value: string | number | boolean | Date | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = <Row>(row: Row, columns: readonly CsvColumn<Row>[]) =>
  `${columns.map((column) => csvCell(column.value(row))).join(",")}\r\n`;

/**
 * A CSV file as a stream, row by row at constant memory: UTF-8 with a byte order mark, which Excel needs to read
 * anything but Latin letters.
 */
export function toCsv<Row>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  columns: readonly CsvColumn<Row>[],
): ReadableStream<Uint8Array> {
  const lines = csvChunks(rows, columns);
  return new ReadableStream({
    pull: async (controller) => {
      const next = await lines.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
}

/** Lines in pieces of about 64 kB, so that a large export is not a million small writes. */
async function* csvChunks<Row>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  columns: readonly CsvColumn<Row>[],
): AsyncGenerator<string, undefined> {
  let piece = `\uFEFF${columns.map((column) => csvCell(column.header)).join(",")}\r\n`;
  for await (const row of rows) {
    piece += csvLine(row, columns);
    if (piece.length < 65_536) continue;
    yield piece;
    piece = "";
  }
  yield piece;
  return undefined;
}

/** The answer that a browser saves as a file of this name. */
export function csvResponse<Row>(
  name: string,
  rows: Iterable<Row> | AsyncIterable<Row>,
  columns: readonly CsvColumn<Row>[],
): Response {
  return new Response(toCsv(rows, columns), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "_")}"`,
      "cache-control": "no-store",
    },
  });
}
