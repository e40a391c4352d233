import { isTimeZone } from "@/lib/core/zones";
import { type FieldReason, fieldReason } from "@/lib/ingest/reasons";
import type { FieldMeta } from "@/lib/ingest/schemas/field";
import { type Checked, type Kind, rowFields } from "@/lib/ingest/schemas/index";
import { readMoment } from "./dates";
import { readDecimal, readInteger } from "./numbers";
import { type Findings, findings, type Problem, type ReadSettings } from "./settings";
import { plainText, readKey, readText } from "./text";

/** Reads one field; undefined when the record does not carry it, null when it carries nothing. */
export type Get = (field: string) => unknown;

/** What the checks make of a record: its values, or everything that is wrong with it. */
export type Outcome<K extends Kind> =
  | { ok: true; record: Checked<K> }
  | { ok: false; record: Partial<Checked<K>>; problems: Problem[] };

/**
 * Checks one record field by field. Values are read from whatever form they come in; each field that cannot be read is
 * named with its reason, so that a person sees everything that is wrong at once.
 */
export function checkRecord<K extends Kind>(kind: K, get: Get, settings: ReadSettings): Outcome<K> {
  return checkFields(rowFields(kind), get, settings) as Outcome<K>;
}

/** The same for a given set of fields, such as those of one line of an order. */
export function checkFields(
  fields: ReadonlyMap<string, FieldMeta>,
  get: Get,
  settings: ReadSettings,
):
  | { ok: true; record: Record<string, unknown> }
  | { ok: false; record: Record<string, unknown>; problems: Problem[] } {
  const record: Record<string, unknown> = {};
  let problems: Problem[] | null = null;
  const given = get("currency");
  const currency =
    typeof given === "string" && /^[A-Za-z]{3}$/.test(given.trim()) ? given.trim().toUpperCase() : null;
  const at = findings();
  for (const [name, meta] of fields) {
    const raw = get(name);
    if (raw === undefined && !meta.required) continue;
    const blank = raw === undefined || raw === null || raw === "";
    const value = blank ? null : readField(meta, raw, settings, currency, at);
    const found = at.take();
    if (found) {
      problems ??= [];
      problems.push({
        ...found,
        field: name,
        reason: `${name} ${found.reason}`,
        value: shown(raw),
      });
    } else if (value === null && meta.required && !(meta.nullable && raw === null)) {
      problems ??= [];
      problems.push(missing(name));
    } else {
      record[name] = value;
    }
  }
  return problems ? { ok: false, record, problems } : { ok: true, record };
}

function missing(name: string): Problem {
  const found = fieldReason("missing");
  return { ...found, field: name, reason: `${name} ${found.reason}`, value: null };
}

function readField(
  meta: FieldMeta,
  raw: unknown,
  settings: ReadSettings,
  currency: string | null,
  at: Findings,
): unknown {
  switch (meta.type) {
    case "key":
      return readKey(raw, at);
    case "text":
      return readText(raw, meta.max ?? 500, at);
    case "integer":
      return readInteger(raw, settings, meta.min ?? 0, meta.max ?? 0, at);
    case "decimal":
      return bounded(meta, readDecimal(raw, settings, meta.money ? currency : null, at), at);
    case "moment":
      return readMoment(raw, settings, at);
    case "boolean":
      return readFlag(raw, at);
    case "choice":
      return readChoice(raw, meta.choices ?? [], at);
    case "currency":
      return readCode(raw, /^[A-Z]{3}$/, "not_a_currency", at);
    case "country":
      return readCode(raw, /^[A-Z]{2}$/, "not_a_country", at);
    case "zone":
      return typeof raw === "string" && isTimeZone(raw.trim()) ? raw.trim() : at.fail("unknown_time_zone");
    case "list":
      return readList(raw, at);
  }
}

function bounded(meta: FieldMeta, value: string | null, at: Findings): string | null {
  if (value === null) return null;
  const [whole = "", fraction = ""] = value.replace("-", "").split(".");
  if (whole.length > 12) return at.fail("too_large");
  if (fraction.length > 6) return at.fail("too_precise");
  if (meta.min !== undefined && Number(value) < meta.min) return at.fail("less_than", { least: meta.min });
  if (meta.max !== undefined && Number(value) > meta.max) return at.fail("more_than", { most: meta.max });
  return value;
}

const yes = new Set(["true", "yes", "y", "1", "t", "x", "是", "真"]);
const no = new Set(["false", "no", "n", "0", "f", "否", "假"]);

function readFlag(raw: unknown, at: Findings): boolean | null {
  if (typeof raw === "boolean") return raw;
  const text =
    typeof raw === "string" || typeof raw === "number"
      ? plainText(String(raw), at)?.toLowerCase()
      : undefined;
  if (text === "") return null;
  if (text !== undefined && yes.has(text)) return true;
  if (text !== undefined && no.has(text)) return false;
  return at.fail("not_yes_or_no");
}

function readChoice(raw: unknown, choices: readonly string[], at: Findings): string | null {
  if (typeof raw !== "string") return at.fail("not_a_choice", { choices: choices.join(", ") });
  const text = plainText(raw, at)
    ?.toLowerCase()
    .replace(/[\s-]+/g, "_");
  if (text === undefined || text === "") return null;
  if (choices.includes(text)) return text;
  return at.fail("not_a_choice", { choices: choices.join(", ") });
}

function readCode(raw: unknown, form: RegExp, otherwise: FieldReason, at: Findings): string | null {
  const text = typeof raw === "string" ? plainText(raw, at)?.toUpperCase() : undefined;
  if (text === "") return null;
  return text !== undefined && form.test(text) ? text : at.fail(otherwise);
}

function readList(raw: unknown, at: Findings): string[] | null {
  const items = typeof raw === "string" ? raw.split(/[;|]/) : raw;
  if (!Array.isArray(items)) return at.fail("not_a_list");
  return items.map((item) => String(item).trim()).filter((item) => item !== "");
}

/** A value as it may stand in a list of rejects. */
export function shown(raw: unknown): string | null {
  if (raw === null || raw === undefined) return null;
  const text = typeof raw === "string" ? raw : JSON.stringify(raw);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
