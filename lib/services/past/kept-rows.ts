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

/**
 * A sub-select with the rows of a table as they stood at a moment, in its own columns. A column that is not kept is as it is now.
 * What stood there before rows were kept at all is not known: then all that is there now counts as there, and so does what was
 * removed since.
 */
export function keptRows(table: KeptTable, at: Date): string {
  const then = literal(at);
  const key = keys[table].map((column) => `x.${column}::text`).join(" || '/' || ");
  const changedSince = `p.relation = '${table}' and p.until_at > ${then}
    and (p.content is not null or ${then} >= (select rows_since from public.past_kept))`;
  return `(
    select x.* from public.${table} x where not exists (select from public.row_past p where p.row_key = ${key} and ${changedSince})
    union all
    select r.* from (
      select distinct on (row_key) row_key, content from public.row_past p where ${changedSince} order by row_key, until_at) d
    left join public.${table} x on ${key} = d.row_key
    cross join lateral jsonb_populate_record(x, d.content) r where d.content is not null)`;
}
