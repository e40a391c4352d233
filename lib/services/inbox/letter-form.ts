import { checkFields } from "@/lib/ingest/check/record";
import { plainSettings } from "@/lib/ingest/check/settings";
import { type FieldMeta, type FieldType, fieldsOf } from "@/lib/ingest/schemas/field";
import { isKind, recordSchemas, rowFields } from "@/lib/ingest/schemas/index";
import { fieldWithoutPlace } from "@/lib/ingest/sync/aliases";

/** A field of a stuck record as a form shows it. */
export interface LetterField {
  /** Its name, of a line of an order with the line's place: `lines.0.quantity`. */
  path: string;
  name: string;
  /** Place of the line, from 0; null: of the whole record. */
  line: number | null;
  type: FieldType;
  choices: readonly string[] | null;
  required: boolean;
  /** As text; null: the record does not carry it. */
  value: string | null;
  /** The record is refused for it. */
  refused: boolean;
}

/** Lines that a form shows; those of a longer order are edited as JSON. */
const linesMax = 20;

/** The named fields of a stuck record: what it carries, what it must, and what it is refused for. Empty where no kind says. */
export function letterForm(
  kind: string,
  fields: Record<string, unknown>,
  refused: string | null,
): LetterField[] {
  if (!isKind(kind)) return [];
  const known = rowFields(kind);
  const lines = kind === "orders" && Array.isArray(fields.lines) ? fields.lines : [];
  const lineNames = new Set(lines.flatMap((line) => Object.keys(asRecord(line))));
  const ofLine = (name: string) => kind === "orders" && !orderHead.has(name);
  const field = (
    name: string,
    meta: FieldMeta,
    of: Record<string, unknown>,
    line: number | null,
  ): LetterField[] => {
    const path = line === null ? name : `lines.${line}.${name}`;
    const value = asText(of[name]);
    if (value === undefined) return [];
    const isRefused = path === refused;
    if (value === null && !meta.required && !isRefused && !(line !== null && lineNames.has(name))) return [];
    return [
      {
        path,
        name,
        line,
        type: meta.type,
        choices: meta.choices ?? null,
        required: meta.required,
        value,
        refused: isRefused,
      },
    ];
  };
  const head = [...known].flatMap(([name, meta]) => (ofLine(name) ? [] : field(name, meta, fields, null)));
  const body = lines
    .slice(0, linesMax)
    .flatMap((line, place) =>
      [...known].flatMap(([name, meta]) => (ofLine(name) ? field(name, meta, asRecord(line), place) : [])),
    );
  return [...head, ...body];
}

const orderHead = fieldsOf(recordSchemas.orders);

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** Null: nothing is there. Undefined: it has no form as text. */
function asText(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value))
    return value.every((one) => typeof one === "string") ? value.join("; ") : undefined;
  return typeof value === "object" ? undefined : String(value);
}

/** What a field of a kind of record takes; null where no kind says. `field` may name the place of a line. */
export function fieldOfKind(kind: string, field: string): FieldMeta | null {
  if (!isKind(kind)) return null;
  const name = fieldWithoutPlace(field);
  return rowFields(kind).get(name.startsWith("lines.") ? name.slice("lines.".length) : name) ?? null;
}

/** Why a field would not take a value, in English; null: it takes it. */
export function refusalOfValue(kind: string, field: string, value: string): string | null {
  const meta = fieldOfKind(kind, field);
  if (!meta) return "there is no such field";
  const outcome = checkFields(new Map([[field, { ...meta, required: true }]]), () => value, plainSettings);
  return outcome.ok ? null : (outcome.problems[0]?.reason ?? "it cannot be read");
}
