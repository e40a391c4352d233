import { z } from "zod";

/** Amazon sends null, an empty list or nothing where there is nothing; all of them are read as absent. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform((value) => value ?? undefined)
    .optional();

/** A truth that may arrive as the text "true" or "false". */
export const truth = z.union([z.boolean(), z.string()]).transform((value, context) => {
  if (typeof value === "boolean") return value;
  const text = value.trim().toLowerCase();
  if (text === "true" || text === "false") return text === "true";
  context.addIssue({ code: "custom", message: "neither true nor false" });
  return z.NEVER;
});

/** A whole number that may arrive as text. */
export const whole = z.union([z.number(), z.string().trim().min(1)]).transform((value, context) => {
  const number = Number(value);
  if (Number.isInteger(number)) return number;
  context.addIssue({ code: "custom", message: "no whole number" });
  return z.NEVER;
});

/** An exact decimal as text; a JSON number is written out. */
export const decimal = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = typeof value === "number" ? plain(value) : value.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  context.addIssue({ code: "custom", message: "no decimal" });
  return z.NEVER;
});

const plain = (value: number): string =>
  Number.isFinite(value) ? value.toFixed(6).replace(/\.?0+$/, "") : String(value);

export const errorList = z.object({
  errors: z.array(z.object({ code: z.string(), message: maybe(z.string()), details: maybe(z.string()) })),
});

/** Where the newer interfaces put the way to the next page. */
export const pagination = z.object({ nextToken: maybe(z.string()) });

/** An answer whose content is not used. */
export const anything = z.unknown();
