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
