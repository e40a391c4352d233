import type { Queryable } from "@/db/client";

/** A row to write: what to set whether it is there or not, and what only a new one takes. */
export interface UpsertRow {
  line: number;
  set: Record<string, unknown>;
  insertOnly?: Record<string, unknown>;
}

/**
 * Writes rows set by set: one statement for all rows that set the same columns, so that a column a record does not
 * carry keeps its value. `key` are the columns of the unique key; they are part of `set`. Returns ids by line.
 */
export async function upsertRows(
  tx: Queryable,
  table: string,
  key: readonly string[],
  rows: readonly UpsertRow[],
): Promise<Map<number, number>> {
  const groups = new Map<string, UpsertRow[]>();
  for (const row of rows) {
    const signature = [...Object.keys(row.set), "", ...Object.keys(row.insertOnly ?? {})].join(",");
    const group = groups.get(signature);
    if (group) group.push(row);
    else groups.set(signature, [row]);
  }
  const ids = new Map<number, number>();
  for (const group of groups.values()) {
    const first = group[0];
    if (!first) continue;
    const set = Object.keys(first.set);
    const columns = [...set, ...Object.keys(first.insertOnly ?? {})];
    const updated = set.filter((column) => !key.includes(column));
    const changes = (updated.length > 0 ? updated : key.slice(0, 1)).map(
      (column, index) => tx`${index === 0 ? tx`` : tx`, `}${tx(column)} = excluded.${tx(column)}`,
    );
    const values = group.map(({ set, insertOnly }) => ({ ...set, ...insertOnly }));
    const written = await tx<Record<string, unknown>[]>`
      insert into ${tx(table)} (${tx(columns)})
      select ${tx(columns)} from json_populate_recordset(null::${tx(table)}, ${JSON.stringify(values)}::text::json)
      order by ${tx(key as string[])}
      on conflict (${tx(key as string[])}) do update set ${changes}
      returning id, ${tx(key as string[])}`;
    const byKey = new Map(written.map((row) => [keyOf(row, key), Number(row.id)]));
    for (const { line, set } of group) {
      const id = byKey.get(keyOf(set, key));
      if (id !== undefined) ids.set(line, id);
    }
  }
  return ids;
}

const keyOf = (row: Record<string, unknown>, key: readonly string[]) =>
  JSON.stringify(key.map((column) => String(row[column])));

/** How a field becomes a column: its name, whether it may be empty, and what is done to its value. */
export interface ColumnSpec {
  column: string;
  /** False: an empty value leaves the column as it is, since it cannot be empty. */
  nullable?: boolean;
  convert?: (value: unknown, record: Record<string, unknown>) => unknown;
}

/** The columns that a record carries. */
export function columnsOf(
  record: Record<string, unknown>,
  specs: Record<string, ColumnSpec>,
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [field, { column, nullable = false, convert }] of Object.entries(specs)) {
    const value = record[field];
    if (value === undefined || (value === null && !nullable)) continue;
    out[column] = value === null || !convert ? value : convert(value, record);
  }
  return out;
}
