import type { Column, ColumnKind } from "./types";

const fixed: Record<Exclude<ColumnKind, "title">, number> = {
  code: 104,
  state: 112,
  number: 88,
  money: 104,
  date: 112,
  gauge: 240,
  custom: 160,
  actions: 104,
};
const titleLeastPx = 200;
export const checkboxPx = 40;
export const leastWidthPx = 48;

const rightAligned = new Set<ColumnKind>(["number", "money"]);

/** Figures, money and their heads stand right; everything else left. */
export const alignsRight = (kind: ColumnKind): boolean => rightAligned.has(kind);

/** Direction of the first press on a head: figures from the top, text from A. */
export const bestFirstOf = (column: Pick<Column<never>, "kind" | "bestFirst">): "asc" | "desc" =>
  column.bestFirst ?? (alignsRight(column.kind) || column.kind === "date" ? "desc" : "asc");

type Sized = { key: string; kind: ColumnKind; widthPx?: number };

/** Least width of a column in pixels, as chosen by the person, the page, or its kind. */
export const widthOf = (column: Sized, chosen: Record<string, number>): number =>
  chosen[column.key] ?? column.widthPx ?? (column.kind === "title" ? titleLeastPx : fixed[column.kind]);

/** CSS grid columns: titles take what is left, unless the person set their width. A table without titles ends in free room. */
export function gridColumns(
  columns: readonly Sized[],
  chosen: Record<string, number>,
  withCheckbox: boolean,
): string {
  const tracks = columns.map((column) => {
    const width = widthOf(column, chosen);
    return column.kind === "title" && chosen[column.key] === undefined
      ? `minmax(${width}px, 1fr)`
      : `${width}px`;
  });
  const flexible = tracks.some((track) => track.endsWith("1fr)"));
  const last = columns.at(-1);
  if (!flexible) {
    if (last?.kind === "actions") tracks.splice(-1, 0, "minmax(0, 1fr)");
    else tracks.push("minmax(0, 1fr)");
  }
  return [...(withCheckbox ? [`${checkboxPx}px`] : []), ...tracks].join(" ");
}

/** Whether gridColumns put free room before the last column. */
export const hasRoomBeforeActions = (columns: readonly Sized[], chosen: Record<string, number>): boolean =>
  columns.at(-1)?.kind === "actions" &&
  !columns.some((column) => column.kind === "title" && chosen[column.key] === undefined);

/** Sum of the least widths: below it the box scrolls sideways. */
export const leastTableWidth = (
  columns: readonly Sized[],
  chosen: Record<string, number>,
  withCheckbox: boolean,
): number => columns.reduce((sum, column) => sum + widthOf(column, chosen), withCheckbox ? checkboxPx : 0);
