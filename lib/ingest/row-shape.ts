import type { Problem } from "./check/settings";
import { recordReason } from "./reasons";

/** A row that does not have the header's number of cells: cut short, or with an unquoted delimiter inside. */
export function columnProblem(cells: readonly string[], header: readonly string[]): Problem | null {
  if (cells.length === header.length) return null;
  if (cells.length > header.length && cells.slice(header.length).every((cell) => cell.trim() === ""))
    return null;
  return {
    field: null,
    ...recordReason("wrong_cell_count", { cells: cells.length, columns: header.length }),
    value: null,
  };
}
