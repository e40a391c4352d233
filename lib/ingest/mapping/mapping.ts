import { z } from "zod";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { isTimeZone } from "@/lib/core/zones";
import { datePattern } from "@/lib/ingest/check/date-patterns";
import type { ReadSettings } from "@/lib/ingest/check/settings";
import { KINDS, type Kind, rowFields } from "@/lib/ingest/schemas/index";

const transform = z.union([
  z.enum(["upper", "lower", "wholeNumber"]),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ map: z.record(z.string(), z.string()) }),
]);

const source = z.union([
  z.string().min(1),
  z
    .strictObject({
      column: z.string().min(1).optional(),
      constant: z.string().optional(),
      transform: z.array(transform).optional(),
    })
    .refine((value) => (value.column === undefined) !== (value.constant === undefined), {
      message: "names either a column or a constant",
    }),
]);

const namedFormats = new Set(["iso", "unix", "unixMs", "excel"]);

const dateFormat = z.string().refine(
  (format) => {
    if (namedFormats.has(format)) return true;
    try {
      return datePattern(format) !== null;
    } catch {
      return false;
    }
  },
  { message: "is no date format: write for example dd/MM/yyyy HH:mm, iso, unix, unixMs or excel" },
);

/** Which of the three the import may create when a record names one that is not there. */
export const CREATABLE = ["skus", "locations", "channels"] as const;

const options = z.strictObject({
  /** Order numbers that begin with this are credit notes. */
  creditPrefix: z.string().min(1).optional(),
  /** What a line of negative quantity is when its order is no credit note. */
  negativeQuantity: z.enum(["reject", "credit", "adjustment"]).default("reject"),
  /** What a line without price and without customer is. */
  noPriceNoCustomer: z.enum(["sale", "adjustment"]).default("sale"),
  /** State of orders that say none. */
  orderState: z.enum(["open", "shipped", "completed", "cancelled"]).default("completed"),
  /** Codes that are no products; a code that ends in * stands for all that begin so. */
  notProducts: z.array(z.string()).default([]),
  createMissing: z.array(z.enum(CREATABLE)).default([]),
  defaultLocation: z.string().optional(),
  defaultChannel: z.string().optional(),
});

export const mappingSchema = z.strictObject({
  kind: z.enum(KINDS as [Kind, ...Kind[]]),
  columns: z.record(z.string(), source),
  encoding: z.string().optional(),
  delimiter: z.string().min(1).max(1).optional(),
  skipLines: z.number().int().min(0).max(1000).optional(),
  /** Empty: every usual form is tried, and a date that fits two ways is rejected. */
  dateFormats: z.array(dateFormat).default([]),
  timeZone: z
    .string()
    .refine(isTimeZone, { message: "is no time zone, such as Europe/London" })
    .default("UTC"),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  decimalSign: z.enum([".", ","]).default("."),
  thousandsSign: z.enum(["", ",", ".", " ", "'"]).optional(),
  units: z
    .strictObject({
      weight: z.enum(["g", "kg", "lb", "oz"]).default("g"),
      volume: z.enum(["cm3", "l", "m3"]).default("cm3"),
    })
    .default({ weight: "g", volume: "cm3" }),
  options: options.default(options.parse({})),
});

/** How the columns of a file become the fields of a kind. */
export type Mapping = z.output<typeof mappingSchema>;
export type MappingInput = z.input<typeof mappingSchema>;
export type ImportOptions = Mapping["options"];

/** Reads a mapping. Throws Invalid, naming each entry that cannot be used. */
export function parseMapping(given: unknown): Mapping {
  const parsed = mappingSchema.safeParse(given);
  if (!parsed.success) {
    const fieldErrors = Object.fromEntries(
      parsed.error.issues.map((issue) => [issue.path.join(".") || "mapping", issue.message]),
    );
    const list = Object.entries(fieldErrors).map(([path, message]) => `${path}: ${message}`);
    throw new Invalid(`The mapping cannot be used. ${list.join("; ")}.`, {
      say: say("refusals.import.mapping", { entries: { all: Object.keys(fieldErrors) } }),
      fieldErrors,
      cause: parsed.error,
    });
  }
  const mapping = parsed.data;
  const fields = rowFields(mapping.kind);
  const unknown = Object.keys(mapping.columns).filter((field) => !fields.has(field));
  if (unknown.length > 0)
    throw new Invalid(
      `The mapping names ${unknown.join(", ")}, which ${mapping.kind} do not have. The fields are ${[...fields.keys()].join(", ")}.`,
      {
        say: say("refusals.import.noFields", {
          fields: { all: unknown },
          kind: say(`imports.kinds.${mapping.kind}`),
        }),
        fieldErrors: Object.fromEntries(unknown.map((field) => [`columns.${field}`, "is no field"])),
      },
    );
  if (mapping.thousandsSign === mapping.decimalSign)
    throw new Invalid(
      "The mapping has the same sign for decimals and thousands. Choose two different ones.",
      {
        say: say("refusals.import.sameSign"),
      },
    );
  return mapping;
}

/** How cells are read under a mapping. */
export function readSettings(mapping: Mapping): ReadSettings {
  const { dateFormats, timeZone, decimalSign, units } = mapping;
  const thousandsSign = mapping.thousandsSign ?? (decimalSign === "." ? "," : ".");
  return { dateFormats, timeZone, decimalSign, thousandsSign, units };
}
