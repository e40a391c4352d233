/** A cell by place; row −1 is the head. */
export interface CellPlace {
  row: number;
  column: number;
}

export interface GridSize {
  rows: number;
  columns: number;
  /** Rows that fit on the screen, for Page Up and Page Down. */
  visibleRows: number;
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Cell that a key moves to in the ARIA grid pattern, or null when the key moves nothing. */
export function moveByKey(
  key: string,
  ctrl: boolean,
  from: CellPlace,
  { rows, columns, visibleRows }: GridSize,
): CellPlace | null {
  const last = { row: rows - 1, column: columns - 1 };
  const to = (row: number, column: number): CellPlace => ({
    row: within(row, -1, last.row),
    column: within(column, 0, last.column),
  });
  switch (key) {
    case "ArrowUp":
      return to(ctrl ? 0 : from.row - 1, from.column);
    case "ArrowDown":
      return to(ctrl ? last.row : from.row + 1, from.column);
    case "ArrowLeft":
      return to(from.row, ctrl ? 0 : from.column - 1);
    case "ArrowRight":
      return to(from.row, ctrl ? last.column : from.column + 1);
    case "Home":
      return ctrl ? to(0, 0) : to(from.row, 0);
    case "End":
      return ctrl ? to(last.row, last.column) : to(from.row, last.column);
    case "PageUp":
      return to(Math.max(0, from.row - visibleRows), from.column);
    case "PageDown":
      return to(from.row + visibleRows, from.column);
    default:
      return null;
  }
}
