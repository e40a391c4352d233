/** Cells as one line of CSV: what a reject keeps of its row. */
export function rawRow(cells: readonly string[]): string {
  const plain = cells.join(",");
  if (!/["\r\n]/.test(plain) && plain.split(",").length === cells.length) return plain;
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}
