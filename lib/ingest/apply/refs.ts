import type { Queryable } from "@/db/client";
import type { RecordReason } from "@/lib/ingest/reasons";
import type { Applied, Item } from "./contract";

export type RefTable = "sku" | "location" | "channel";

/** Ids by code of what the records name. */
export async function idsByCode(
  tx: Queryable,
  table: RefTable,
  codes: Iterable<string>,
): Promise<Map<string, number>> {
  const wanted = [...new Set(codes)];
  if (wanted.length === 0) return new Map();
  const rows = await tx<{ code: string; id: number }[]>`
    select code, id from ${tx(table)} where code = any(${wanted})`;
  return new Map(rows.map(({ code, id }) => [code, id]));
}

/** The text a record has in a field, or null. */
export const textOf = (record: Record<string, unknown>, field: string): string | null => {
  const value = record[field];
  return typeof value === "string" ? value : null;
};

/** Codes that the records have in a field. */
export const codesIn = (items: readonly Item[], field: string): string[] =>
  items.flatMap(({ record }) => textOf(record, field) ?? []);

/** Gathers what a kind's write makes of its items: lines with their rows, and lines rejected with a code. */
export function sorter() {
  const rejects: { line: number; code: RecordReason; value: string | null }[] = [];
  return {
    rejects,
    /** The id of a code, or null after the line is rejected. An empty code is null without a reject. */
    find(
      ids: ReadonlyMap<string, number>,
      line: number,
      code: string | null,
      reason: RecordReason,
    ): number | null {
      if (code === null) return null;
      const id = ids.get(code);
      if (id !== undefined) return id;
      rejects.push({ line, code: reason, value: code });
      return null;
    },
    reject(line: number, code: RecordReason, value: string | null): void {
      rejects.push({ line, code, value });
    },
  };
}

export const applied = (entityIds: ReadonlyMap<number, number>, rejects: Applied["rejects"]): Applied => ({
  entityIds,
  rejects,
});
