/** What a refresh brought: values to show at once, and rows that wait until the reader asks for them. */
export interface Merged<Row> {
  rows: Row[];
  added: number;
  gone: number;
  changed: number;
}

interface MergeRules<Row> {
  rowId: (row: Row) => string;
  rowVersion?: (row: Row) => string | number;
}

function sameRow<Row>(a: Row, b: Row, version?: (row: Row) => string | number): boolean {
  return version ? version(a) === version(b) : JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Lays a fresh first page over the rows on the screen: values change in place, rows neither move nor vanish.
 * With more pages behind, a row missing from the fresh first page may have moved to the second one, so only
 * what new rows do not explain counts as gone.
 */
export function mergeRows<Row>(
  shown: readonly Row[],
  fresh: readonly Row[],
  firstPageCount: number,
  hasMore: boolean,
  { rowId, rowVersion }: MergeRules<Row>,
): Merged<Row> {
  const freshById = new Map(fresh.map((row) => [rowId(row), row]));
  const shownIds = new Set(shown.map(rowId));
  let changed = 0;
  const rows = shown.map((row) => {
    const next = freshById.get(rowId(row));
    if (next === undefined || sameRow(row, next, rowVersion)) return row;
    changed += 1;
    return next;
  });
  const added = fresh.filter((row) => !shownIds.has(rowId(row))).length;
  const missing = shown.slice(0, firstPageCount).filter((row) => !freshById.has(rowId(row))).length;
  return { rows, added, gone: hasMore ? Math.max(0, missing - added) : missing, changed };
}
