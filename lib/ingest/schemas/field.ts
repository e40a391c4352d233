import { z } from "zod";

/** How the text of a cell is read; see lib/ingest/check. */
export type FieldType =
  | "key"
  | "text"
  | "integer"
  | "decimal"
  | "boolean"
  | "moment"
  | "choice"
  | "currency"
  | "country"
  | "zone"
  | "list";

/** What the checks, the column guesses, the mapping screen and the API description know about a field. */
export interface FieldMeta {
  type: FieldType;
  required: boolean;
  /** A record may say null of a required field: not known yet. A cell of a file cannot. */
  nullable?: boolean;
  description: string;
  /** Column names seen in real files, lower case, for guessing. */
  aliases: { en: readonly string[]; zh: readonly string[] };
  /** A barcode, order number or code: text that a spreadsheet may have damaged. */
  choices?: readonly string[];
  min?: number;
  max?: number;
  /** Which of the mapping's units applies to a bare number. */
  unit?: "weight" | "volume";
  /** Amounts and prices may carry a currency sign. */
  money?: boolean;
}

type Names = readonly [en: readonly string[], zh: readonly string[]];
type Options = Partial<Pick<FieldMeta, "min" | "max" | "unit" | "money">>;

const described = <T extends z.ZodType>(
  type: FieldType,
  schema: T,
  description: string,
  [en, zh]: Names,
  more: Partial<FieldMeta> = {},
): T => {
  const meta: FieldMeta = { type, required: true, description, aliases: { en, zh }, ...more };
  return schema.meta({ description, "x-field": meta }) as T;
};

const numeric = z.union([z.string(), z.number()]);

/** A code or number that identifies something: kept character by character, leading zeros included. */
export const key = (description: string, names: Names) =>
  described("key", z.string().min(1).max(200), description, names, { max: 200 });

/** Free text. */
export const text = (description: string, names: Names, options: Options = {}) =>
  described("text", z.string().max(options.max ?? 500), description, names, { max: 500, ...options });

/** A whole number; exact forms such as "6.0" and "1E+03" are read as the whole number they are. */
export const integer = (description: string, names: Names, options: Options = {}) =>
  described("integer", numeric.transform(Number), description, names, {
    min: -2_147_483_648,
    max: 2_147_483_647,
    ...options,
  });

/** An exact decimal: text such as "2.555", or a JSON number. */
export const decimal = (description: string, names: Names, options: Options = {}) =>
  described("decimal", numeric.transform(String), description, names, options);

export const flag = (description: string, names: Names) =>
  described("boolean", z.union([z.boolean(), z.string()]).transform(Boolean), description, names);

/** A moment: ISO 8601 with offset, or a local date and time in the mapping's formats and time zone. */
export const moment = (description: string, names: Names) =>
  described("moment", z.string(), description, names);

export const choice = <const C extends readonly [string, ...string[]]>(
  choices: C,
  description: string,
  names: Names,
) => described("choice", z.enum(choices), description, names, { choices });

export const currencyCode = (description: string, names: Names) =>
  described("currency", z.string().length(3), description, names);

export const countryCode = (description: string, names: Names) =>
  described("country", z.string().length(2), description, names);

export const timeZone = (description: string, names: Names) =>
  described("zone", z.string(), description, names);

/** Several codes: a JSON array, or one cell with ; or | between them. */
export const list = (description: string, names: Names) =>
  described("list", z.array(z.string()), description, names);

/** The same field, which a record may leave out or leave empty. */
export const optional = <T extends z.ZodType>(schema: T) => {
  const meta = { ...fieldMeta(schema), required: false };
  return schema.nullish().meta({ description: meta.description, "x-field": meta });
};

/** The same field, which a record must carry and may say null of: its value is not known yet. */
export const nullable = <T extends z.ZodType>(schema: T) => {
  const meta = { ...fieldMeta(schema), nullable: true };
  return schema.nullable().meta({ description: meta.description, "x-field": meta });
};

/** The field's description, as the builders above set it. Throws on a schema that none of them made. */
export function fieldMeta(schema: z.ZodType): FieldMeta {
  const meta = schema.meta()?.["x-field"];
  if (!meta) throw new TypeError("not a field of an import schema");
  return meta as FieldMeta;
}

/** The fields of a record schema by name, in their order. */
export function fieldsOf(schema: z.ZodObject): Map<string, FieldMeta> {
  return new Map(
    Object.entries(schema.shape)
      .filter(([, field]) => (field as z.ZodType).meta()?.["x-field"])
      .map(([name, field]) => [name, fieldMeta(field as z.ZodType)]),
  );
}

const versionNames: Names = [
  ["version", "source version", "revision"],
  ["版本", "版次"],
];
const updatedNames: Names = [
  ["updated at", "updated_at", "last updated", "modified", "modified at", "last modified"],
  ["更新時間", "更新时间", "修改時間", "修改时间"],
];

/** What every kind of record may carry so that an older version that arrives later changes nothing. */
export const versionFields = {
  version: optional(
    integer(
      "Version of the record at its source; a lower one than the stored changes nothing",
      versionNames,
      {
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
      },
    ),
  ),
  updatedAt: optional(
    moment("When the record last changed at its source; used as version when there is none", updatedNames),
  ),
};
