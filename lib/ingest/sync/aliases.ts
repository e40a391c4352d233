import type { Queryable } from "@/db/client";
import type { RecordKind } from "@/lib/connectors/live-contract";

export const ALIAS_KINDS = ["sku", "location", "channel"] as const;
export type AliasKind = (typeof ALIAS_KINDS)[number];

/** Where each kind of record names a SKU, a place or a channel. */
const named: Partial<Record<RecordKind, Partial<Record<string, AliasKind>>>> = {
  skus: { code: "sku" },
  locations: { code: "location" },
  channels: { code: "channel", locations: "location" },
  listings: { sku: "sku", channel: "channel" },
  stock: { sku: "sku", location: "location" },
  orders: { channel: "channel", location: "location" },
  returns: { sku: "sku", location: "location" },
  campaigns: { channel: "channel" },
  "product-ads": { sku: "sku" },
};

/**
 * Our code of what a vendor names by another one, by `kind:their code`; and our word for a value of one of its fields, by
 * `value:kind.field:their word`. `value` alone is there when any word is.
 */
export type Aliases = ReadonlyMap<string, string>;

/** All names and words of a connection that differ from ours. */
export async function loadAliases(db: Queryable, connectionId: number): Promise<Aliases> {
  const rows = await db<{ kind: string; external: string; code: string }[]>`
    select kind, external_code as external, code from connection_alias where connection_id = ${connectionId}
    union all
    select 'value:' || kind || '.' || field, external_value, value from connection_value where connection_id = ${connectionId}`;
  const aliases = new Map(rows.map(({ kind, external, code }) => [`${kind}:${external}`, code]));
  if (rows.some(({ kind }) => kind.startsWith("value:"))) aliases.set("value", "");
  return aliases;
}

/** Whether lines come under other codes than ours. */
export function renamesSkus(aliases: Aliases): boolean {
  for (const name of aliases.keys()) if (name.startsWith("sku:")) return true;
  return false;
}

/** The name of a record's field without the place of its line: `lines.quantity` for `lines.3.quantity`. */
export const fieldWithoutPlace = (field: string): string => field.replace(/^lines\.\d+\./, "lines.");

/** The record with our words in the place of the vendor's. */
function withOurWords(
  kind: RecordKind,
  fields: Record<string, unknown>,
  aliases: Aliases,
): Record<string, unknown> {
  const ours = (within: string, given: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === "string" || typeof value === "number"
          ? (aliases.get(`value:${kind}.${within}${name}:${value}`) ?? value)
          : value,
      ]),
    );
  const out = ours("", fields);
  if (Array.isArray(out.lines))
    out.lines = out.lines.map((line: unknown) =>
      typeof line === "object" && line !== null ? ours("lines.", line as Record<string, unknown>) : line,
    );
  return out;
}

/** The record with our codes in the place of the vendor's. */
export function withOurCodes(
  kind: RecordKind,
  fields: Record<string, unknown>,
  aliases: Aliases,
): Record<string, unknown> {
  if (aliases.size === 0) return fields;
  const ours = (of: AliasKind, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one) => ours(of, one));
    return typeof value === "string" ? (aliases.get(`${of}:${value}`) ?? value) : value;
  };
  const out = aliases.has("value") ? withOurWords(kind, fields, aliases) : { ...fields };
  for (const [field, of] of Object.entries(named[kind] ?? {}))
    if (of && field in out) out[field] = ours(of, out[field]);
  if (kind === "orders" && Array.isArray(out.lines))
    out.lines = out.lines.map((line: unknown) =>
      typeof line === "object" && line !== null && "sku" in line
        ? { ...line, sku: ours("sku", line.sku) }
        : line,
    );
  return out;
}
