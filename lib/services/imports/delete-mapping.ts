import type { Db } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";

/** Removes a saved mapping; imports that used it keep their own copy. Throws NotFound. */
export async function deleteMapping(db: Db, actor: Actor, id: number): Promise<void> {
  authorise(actor, "import.run");
  await db.begin(async (tx) => {
    const [row] = await tx<{ name: string; kind: string; mapping: unknown }[]>`
      delete from import_mapping where id = ${id} returning name, kind, mapping`;
    if (!row)
      throw new NotFound("This mapping is not there any more.", { say: say("refusals.import.noMapping") });
    await writeAudit(tx, actor, { verb: "mapping.delete", entity: "mapping", entityId: id, before: row });
  });
}
