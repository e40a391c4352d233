import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import { type SettingName, settingNames, settings } from "./settings";

type Params = Record<string, string | string[] | undefined>;
type Source = MappingInput["columns"][string];

const columnKey = "c.";

/** A page's search parameters as one object; of a parameter given twice the first counts. */
export function toSearchParams(params: Params): URLSearchParams {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) out.set(key, first);
  }
  return out;
}

/** The column of the file that a field is taken from; null when it has a fixed value. */
export const columnOf = (source: Source): string | null =>
  typeof source === "string" ? source : (source.column ?? null);

/**
 * A mapping with what the address changes in it: `c.<field>=<column>` gives a field its column (empty: none), and every
 * setting has a parameter of its own name.
 */
export function withAddress(base: MappingInput, params: URLSearchParams): MappingInput {
  let mapping: MappingInput = { ...base, columns: { ...base.columns } };
  for (const [key, column] of params) {
    if (!key.startsWith(columnKey)) continue;
    const field = key.slice(columnKey.length);
    const before = base.columns[field];
    if (column === "") delete mapping.columns[field];
    // A column that stays keeps how its values are changed on the way in.
    else if (before === undefined || columnOf(before) !== column) mapping.columns[field] = column;
  }
  for (const name of settingNames) {
    const text = params.get(name);
    if (text !== null) mapping = settings[name].write(mapping, text);
  }
  return mapping;
}

/** The address after a column got another field; null: the column is ignored. The field it had goes without. */
export function assignColumn(
  base: MappingInput,
  params: URLSearchParams,
  column: string,
  field: string | null,
): URLSearchParams {
  const next = new URLSearchParams(params);
  const now = withAddress(base, params).columns;
  for (const [other, source] of Object.entries(now))
    if (columnOf(source) === column && other !== field) setColumn(next, base, other, "");
  if (field !== null) setColumn(next, base, field, column);
  return next;
}

function setColumn(params: URLSearchParams, base: MappingInput, field: string, column: string): void {
  const before = base.columns[field];
  const same = before === undefined ? column === "" : columnOf(before) === column;
  if (same) params.delete(columnKey + field);
  else params.set(columnKey + field, column);
}

/** The address after a setting was changed; a setting that equals the base is left out. */
export function assignSetting(
  base: MappingInput,
  params: URLSearchParams,
  name: SettingName,
  text: string,
): URLSearchParams {
  const next = new URLSearchParams(params);
  if (settings[name].read(base) === text) next.delete(name);
  else next.set(name, text);
  return next;
}

/** The address without any change to the mapping it starts from. */
export function withoutChanges(params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const key of [...next.keys()]) if (key.startsWith(columnKey)) next.delete(key);
  for (const name of settingNames) next.delete(name);
  return next;
}
