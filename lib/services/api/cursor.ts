import { type Cursor, decodeCursor } from "@/db/queries/shared/keyset";
import { Invalid } from "@/lib/core/errors";

const forms = {
  integer: /^-?\d{1,15}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  moment: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/,
  day: /^\d{4}-\d\d-\d\d$/,
  text: /^[\s\S]{1,200}$/,
  none: /^null$/,
} as const;
type Form = keyof typeof forms;

/**
 * The cursor of a request, with each part of the form that its list gives out, so that a cursor made by hand is refused
 * as such and never reaches a statement. Null for the first page; throws Invalid otherwise.
 */
export function readCursor(text: string | undefined, value: Form, ids: readonly Form[]): Cursor | null {
  const cursor = decodeCursor(text ?? null, ids.length);
  if (!cursor) return null;
  const fits =
    forms[value].test(String(cursor.value)) &&
    cursor.ids.every((id, place) => forms[ids[place] ?? "none"].test(String(id)));
  if (fits) return cursor;
  throw new Invalid("This cursor is not from this list. Begin again without one.", {
    say: null,
    fieldErrors: { cursor: "is not from this list" },
  });
}
