import { z } from "zod";
import type { Db } from "@/db/client";
import { parseMapping } from "@/lib/ingest/mapping/mapping";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const saveMappingSchema = z.object({ name: z.string().trim().min(1).max(100), mapping: z.unknown() });

/** Saves a mapping under a name; a mapping of the same kind and name is replaced. Throws Invalid, field by field. */
export async function saveMapping(
  db: Db,
  actor: Actor,
  input: z.input<typeof saveMappingSchema>,
): Promise<{ id: number }> {
  authorise(actor, "import.run");
  const { name, mapping: given } = parseInput(saveMappingSchema, input);
  const mapping = parseMapping(given);
  return await db.begin(async (tx) => {
    const [before] = await tx<{ mapping: unknown }[]>`
      select mapping from import_mapping where kind = ${mapping.kind} and name = ${name} for update`;
    const [row] = await tx<{ id: number }[]>`
      insert into import_mapping (name, kind, mapping, created_by) values (${name}, ${mapping.kind}, ${tx.json(mapping as never)}, ${actor.name})
      on conflict (kind, name) do update set mapping = excluded.mapping, updated_at = now() returning id`;
    const id = row?.id ?? 0;
    await writeAudit(tx, actor, {
      verb: "mapping.save",
      entity: "mapping",
      entityId: id,
      before: before?.mapping,
      after: mapping,
    });
    return { id };
  });
}
