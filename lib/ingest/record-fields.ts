import type { Reject } from "./outcome";
import { recordReason } from "./reasons";

/** A JSON object's fields; null for anything else. */
export function asFields(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The reject of a record that is no object. */
export const notAnObject = (line: number): Reject => ({
  line,
  field: null,
  ...recordReason("not_an_object"),
  value: null,
  raw: "",
});
