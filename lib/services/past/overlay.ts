import type { Tx } from "@/db/client";

/** A moment as it stands in the text of a view, which takes no parameters. */
export const literal = (at: Date): string => `'${at.toISOString()}'::timestamptz`;

/**
 * Lays a view over a present table for the rest of the transaction: its columns as they are but for those that are given anew,
 * out of `from`, in which the present row is `x`. Types stay: statements prepared for the table must be answered alike.
 */
export async function overlay(
  tx: Tx,
  table: string,
  anew: Readonly<Record<string, string>>,
  from: string,
): Promise<void> {
  const columns = await columnsOf(tx, table);
  const listed = columns.map(
    ({ name, type }) => `${anew[name] ? `(${anew[name]})::${type}` : `x.${name}`} as ${name}`,
  );
  await tx.unsafe(`create temp view ${table} as select ${listed.join(", ")} from ${from}`);
}

/** Lays an empty table over one of which nothing is kept for the past. */
export async function overlayEmpty(tx: Tx, table: string): Promise<void> {
  await tx.unsafe(`create temp table ${table} (like public.${table} including generated) on commit drop`);
}

async function columnsOf(tx: Tx, table: string): Promise<{ name: string; type: string }[]> {
  const rows = await tx<{ name: string; type: string }[]>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped
    order by attnum`;
  return [...rows];
}
