import type { Queryable } from "@/db/client";

/** A value COPY can write: text, number, moment, bytes, lists of texts or numbers, or any other object as JSON. */
export type CopyValue =
  | string
  | number
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly (string | number)[]
  | { json: unknown };

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escapeText = (text: string) =>
  /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (char) => escapes[char] ?? char) : text;

function field(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString("hex")}`;
  if ("json" in value) return escapeText(JSON.stringify(value.json));
  return escapeText(
    `{${value.map((item) => (typeof item === "number" ? item : JSON.stringify(item))).join(",")}}`,
  );
}

const CHUNK_CHARS = 1 << 18;

/**
 * Writes rows with one COPY statement, so statement triggers fire once. Columns must be named in the order of each
 * row's values. Returns the number of rows.
 */
export async function copyRows(
  tx: Queryable,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  const query = tx.unsafe(`copy ${table} (${columns.join(", ")}) from stdin`);
  // postgres.js hands the stream out by resolving the query, and a refusal that comes after the last byte reaches
  // neither of the two; taking over its reject is the only way to hear of it.
  const failed = new Promise<never>((_, reject) => Object.assign(query, { reject }));
  const sink = await Promise.race([query.writable(), failed]);
  sink.on("error", () => {});
  const finished = new Promise<void>((resolve) => sink.once("finish", resolve));
  failed.catch(() => {});
  let count = 0;
  let chunk = "";
  for (const row of rows) {
    chunk += `${row.map(field).join("\t")}\n`;
    count++;
    if (chunk.length > CHUNK_CHARS) {
      const full = sink.write(chunk);
      chunk = "";
      if (!full) await Promise.race([new Promise((resolve) => sink.once("drain", resolve)), failed]);
    }
  }
  sink.end(chunk);
  await Promise.race([finished, failed]);
  return count;
}
