import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** Where a list goes on: the sort value and the ids of the last row shown. */
export interface Cursor {
  value: string | number | null;
  ids: (string | number)[];
}

/** A cursor as text for an address. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.value, ...cursor.ids])).toString("base64url");
}

/** The cursor in a text of encodeCursor, null for null. Throws Invalid on anything else. */
export function decodeCursor(text: string | null, idCount: number): Cursor | null {
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.length === idCount + 1 && parsed.every(isScalar)) {
      const [value, ...ids] = parsed as [string | number | null, ...(string | number)[]];
      if (ids.every((id) => id !== null)) return { value, ids };
    }
  } catch {
    // Falls through to the sentence below.
  }
  throw new Invalid("The cursor in this address cannot be read. Open the list again from its first page.", {
    say: say("refusals.cursor"),
  });
}

const isScalar = (value: unknown) => value === null || typeof value === "string" || typeof value === "number";

/** Pieces for `where`, `order by`, `limit` and the cursor of the next page, with unknown values last both ways. */
export interface Page<Row> {
  rows: Row[];
  nextCursor: string | null;
}

/** Cuts the row that was read beyond the page and makes the next page's cursor from the last one kept. */
export function cutPage<Row>(rows: Row[], pageSize: number, cursorOf: (row: Row) => Cursor): Page<Row> {
  const kept = rows.slice(0, pageSize);
  const last = kept.at(-1);
  return {
    rows: kept,
    nextCursor: rows.length > pageSize && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
}
