import type { Problem } from "./check/settings";

/** A row that does not have the header's number of cells: cut short, or with an unquoted delimiter inside. */
export function columnProblem(cells: readonly string[], header: readonly string[]): Problem | null {
  if (cells.length === header.length) return null;
  if (cells.length > header.length && cells.slice(header.length).every((cell) => cell.trim() === ""))
    return null;
  return {
    field: null,
    code: "wrong_cell_count",
    reason: `the row has ${cells.length} cells but the header has ${header.length}: it was cut short, or a cell holds an unquoted delimiter`,
    value: null,
  };
}
