import type { Queryable } from "@/db/client";
import type { Cursor } from "./keyset";

type Fragment = ReturnType<Queryable["unsafe"]>;

export type SortDirection = "asc" | "desc";

/**
 * The condition "comes after the cursor" for rows ordered by `column direction nulls last, ids…`. `column` and `ids` are
 * SQL written by us, never a person's input. `columnType` and `idTypes` cast the values of the cursor. `notNull`: the column
 * never is null, and its indexes say nothing of nulls; only so can a descending one be read in its order.
 */
export function afterCursor(
  db: Queryable,
  cursor: Cursor | null,
  sort: {
    column: string;
    columnType: string;
    direction: SortDirection;
    ids: readonly string[];
    idTypes: readonly string[];
    notNull?: boolean;
  },
): Fragment {
  if (!cursor) return db`true` as unknown as Fragment;
  const values = cursor.ids.map(
    (id, index) => db`${String(id)}::text::${db.unsafe(sort.idTypes[index] ?? "bigint")}`,
  );
  const tuple = values.reduce((all, one) => db`${all}, ${one}`);
  const idsAfter = db`(${db.unsafe(sort.ids.join(", "))}) > (${tuple})`;
  const column = db.unsafe(sort.column);
  if (cursor.value === null) return db`(${column} is null and ${idsAfter})` as unknown as Fragment;
  const value = db`${String(cursor.value)}::text::${db.unsafe(sort.columnType)}`;
  const beyond = sort.direction === "asc" ? db`${column} > ${value}` : db`${column} < ${value}`;
  if (sort.notNull) {
    const upTo = sort.direction === "asc" ? db`${column} >= ${value}` : db`${column} <= ${value}`;
    return db`(${upTo} and (${beyond} or ${idsAfter}))` as unknown as Fragment;
  }
  return db`(${beyond} or (${column} = ${value} and ${idsAfter}) or ${column} is null)` as unknown as Fragment;
}

/** `column direction nulls last, ids…` for an order by; without the nulls where there are none. */
export const orderBy = (
  db: Queryable,
  sort: { column: string; direction: SortDirection; ids: readonly string[]; notNull?: boolean },
) =>
  db.unsafe(`${sort.column} ${sort.direction}${sort.notNull ? "" : " nulls last"}, ${sort.ids.join(", ")}`);
