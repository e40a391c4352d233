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

/** Our code of what a vendor names by another one, by `kind:their code`. */
export type Aliases = ReadonlyMap<string, string>;

/** All names of a connection that differ from ours. */
export async function loadAliases(db: Queryable, connectionId: number): Promise<Aliases> {
  const rows = await db<{ kind: string; external: string; code: string }[]>`
    select kind, external_code as external, code from connection_alias where connection_id = ${connectionId}`;
  return new Map(rows.map(({ kind, external, code }) => [`${kind}:${external}`, code]));
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
  const out = { ...fields };
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
