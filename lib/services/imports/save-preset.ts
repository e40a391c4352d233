import type { Db } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { mappingPresets } from "@/lib/ingest/mapping/presets/index";
import type { Actor } from "@/lib/services/_shared/actor";
import { saveMapping } from "./save-mapping";

const isPreset = (key: string): key is keyof typeof mappingPresets => Object.hasOwn(mappingPresets, key);

/** Saves a mapping for a known export under a name, ready for the next import of that kind. Throws NotFound or Forbidden. */
export async function savePreset(
  db: Db,
  actor: Actor,
  { preset, name }: { preset: string; name: string },
): Promise<{ id: number; kind: string }> {
  if (!isPreset(preset))
    throw new NotFound("There is no such mapping. Reload the page; nothing was changed.", {
      say: say("connections.errors.noPreset"),
    });
  const mapping = mappingPresets[preset];
  const { id } = await saveMapping(db, actor, { name, mapping });
  return { id, kind: mapping.kind };
}
