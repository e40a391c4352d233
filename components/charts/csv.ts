export type Cell = string | number | null;

export interface ChartTable {
  columns: string[];
  rows: Cell[][];
}

/** Text that a spreadsheet would run as a formula gets an apostrophe; figures keep their ASCII minus. */
function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as CSV by RFC 4180, with the byte order mark that spreadsheets need to see UTF-8. */
export const toCsv = ({ columns, rows }: ChartTable): string =>
  `\uFEFF${[columns, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
