import { z } from "zod";

/** What every list takes. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: "Rows of one page" }),
  cursor: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: "The nextCursor of the page before; left out for the first page" }),
};

/** What every list answers: rows, and the cursor of the next page, or null at the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    nextCursor: z.string().nullable().meta({ description: "Null: this is the last page" }),
  });

/** A page as it leaves the database: where the schema says `time` a row holds a Date, which JSON writes as that text. */
export interface ApiPage<Item> {
  data: Item[];
  nextCursor: string | null;
}

/** A moment as JSON carries it. */
export const time = z.iso.datetime().meta({ description: "ISO 8601, UTC" });

/** Values joined by commas, each one of a list. */
export const anyOf = <const Values extends readonly [string, ...string[]]>(
  values: Values,
  description: string,
) =>
  z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(values)).min(1))
    .optional()
    .meta({ description: `${description}; several joined by commas: ${values.join(", ")}` });

export const code = (description: string) => z.string().min(1).max(200).optional().meta({ description });
