import { z } from "zod";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { parseInput } from "@/lib/services/_shared/parse-input";

/** What a person chooses for their own screens. Everything may be left out; null goes back to the default. */
export const preferencesSchema = z
  .object({
    language: z.enum(["en", "zh-Hant", "zh-Hans"]).nullable(),
    density: z.enum(["dense", "normal", "touch"]).nullable(),
    shortcuts: z.boolean().nullable(),
    /** Keys that differ from the usual ones by the name of what they do; an empty text switches one off. */
    keys: z
      .record(z.string().regex(/^[a-z]{1,16}$/), z.string().max(2))
      .refine((keys) => Object.keys(keys).length <= 20, { params: { key: "api.field.format" } })
      .nullable(),
  })
  .partial()
  .strict();

/** Keeps the given preferences and leaves the others; not audited, since they change nobody's data. */
export async function setPreferences(
  db: Db,
  actor: Actor,
  input: z.input<typeof preferencesSchema>,
): Promise<void> {
  const chosen = parseInput(preferencesSchema, input);
  await db`
    update app_user set preferences = jsonb_strip_nulls(preferences || ${db.json(chosen)}), updated_at = now()
    where id = ${actor.id}`;
}
