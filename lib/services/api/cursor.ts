import { type Cursor, decodeCursor } from "@/db/queries/shared/keyset";
import { Invalid } from "@/lib/core/errors";

const forms = {
  integer: /^-?\d{1,15}$/,
  int4: /^\d{1,9}$/,
  int2: /^\d{1,4}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  moment: /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?\+00$/,
  day: /^\d{4}-\d\d-\d\d$/,
  text: /^[^\0]{1,200}$/,
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
  if (fits(value, cursor.value) && cursor.ids.every((id, place) => fits(ids[place] ?? "none", id)))
    return cursor;
  throw new Invalid("This cursor is not from this list. Begin again without one.", {
    say: null,
    fieldErrors: { cursor: "is not from this list" },
  });
}

function fits(form: Form, value: string | number | null): boolean {
  const text = String(value);
  return forms[form].test(text) && ((form !== "moment" && form !== "day") || isDay(text.slice(0, 10)));
}

/** Not the 31st of February. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
