import type { Tx } from "@/db/client";
import { literal } from "./overlay";

/** Tables whose rows are kept by triggers until they change (`row_past`), with the columns of their keys. */
const keys = {
  sku: ["id"],
  listing: ["id"],
  lane: ["id"],
  channel: ["id"],
  channel_location: ["channel_id", "location_id"],
  publish_rule: ["id"],
  promotion: ["id"],
  promotion_sku: ["promotion_id", "sku_id"],
  alert: ["id"],
  alert_settings: ["version"],
  alert_route: ["id"],
  import_mapping: ["id"],
  policy: ["version"],
  company: ["id"],
  app_user: ["id"],
  connection: ["id"],
} as const satisfies Record<string, readonly string[]>;

export type KeptTable = keyof typeof keys;

/** By what the long ones are looked up. */
const lookedUpBy: Partial<Record<KeptTable, string>> = {
  sku: "id",
  listing: "sku_id",
  promotion_sku: "promotion_id",
};

const keyOf = (table: KeptTable): string =>
  keys[table].map((column) => `x.${column}::text`).join(" || '/' || ");

/**
 * What was changed since a moment, as it stood at it. What was there before rows were kept at all is not known: then all that is
 * there now counts as there, and so does what was removed since.
 */
const changedSince = (then: string, of = "true"): string => `
  select distinct on (relation, row_key) relation, row_key, content from public.row_past
  where ${of} and until_at > ${then} and (content is not null or ${then} >= (select rows_since from public.past_kept))
  order by relation, row_key, until_at`;

/** Those of a table that were there, in its own columns. A column that is not kept is as it is now. */
const changedRows = (table: KeptTable, changed: string): string => `
  select r.* from ${changed} d left join public.${table} x on ${keyOf(table)} = d.row_key
  cross join lateral jsonb_populate_record(x, d.content) r where d.relation = '${table}' and d.content is not null`;

const unchangedRows = (table: KeptTable, changed: string): string => `
  select x.* from public.${table} x
  where not exists (select from ${changed} d where d.relation = '${table}' and d.row_key = ${keyOf(table)})`;

/** A sub-select with the rows of a table as they stood at a moment; for a table that is small or read once. */
export function keptRows(table: KeptTable, at: Date): string {
  const changed = `(${changedSince(literal(at), `relation = '${table}'`)})`;
  return `(${unchangedRows(table, changed)} union all ${changedRows(table, changed)})`;
}

/**
 * The same for the rest of the transaction, however often a table is read: what changed since is put together once. Returns what to read a table's rows from.
 */
export async function gatherKept(tx: Tx, at: Date): Promise<(table: KeptTable) => string> {
  await tx.unsafe(`
    create temp table past_change on commit drop as ${changedSince(literal(at))};
    create unique index on past_change (relation, row_key);
    analyze past_change`);
  const relations = await tx<{ relation: string }[]>`select distinct relation from past_change`;
  const touched = new Set(relations.map(({ relation }) => relation));
  for (const table of Object.keys(keys) as KeptTable[]) {
    if (!touched.has(table)) continue;
    await tx.unsafe(`create temp table past_${table} on commit drop as ${changedRows(table, "past_change")}`);
    const column = lookedUpBy[table];
    if (column) await tx.unsafe(`create index on past_${table} (${column}); analyze past_${table}`);
  }
  return (table) =>
    touched.has(table)
      ? `(${unchangedRows(table, "past_change")} union all select * from past_${table})`
      : `public.${table}`;
}
