import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { policyRules } from "./rules";

export const saveDraftInput = z.object({ rules: policyRules, note: z.string().trim().max(500).optional() });

/** Keeps rules as a version that is not in force: to be looked at, tried on the past, or put in force later. Throws Forbidden or Invalid. */
export async function saveDraft(db: Db, actor: Actor, request: unknown): Promise<{ version: number }> {
  authorise(actor, "policy.edit");
  const { rules, note } = parseInput(saveDraftInput, request);
  return db.begin(async (tx) => {
    const [row] = await tx<{ version: number }[]>`
      insert into policy (rules, note, active, draft, created_by)
      values (${tx.json(rules)}, ${note ?? null}, false, true, ${actor.name}) returning version`;
    const version = row?.version ?? 0;
    await announce(tx, "settings");
    await writeAudit(tx, actor, { verb: "policy.draft", entity: "policy", entityId: version, after: rules });
    return { version };
  });
}
