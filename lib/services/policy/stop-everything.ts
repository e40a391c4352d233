import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { getStandstill, type Standstill } from "./standstill";

export const stopInput = z.object({ reason: z.string().trim().min(1).max(500) });

/**
 * Stops everything at once: nothing more is approved, by people or by the policy, and what waits to be sent stays here.
 * Figures and proposals go on. Throws Forbidden, Invalid, or Conflict when it was stopped already.
 */
export async function stopEverything(db: Db, actor: Actor, request: unknown): Promise<Standstill> {
  authorise(actor, "everything.stop");
  const { reason } = parseInput(stopInput, request);
  return db.begin(async (tx) => {
    const [row] = await tx<{ id: number }[]>`
      insert into standstill (stopped_by, stopped_by_id, reason) values (${actor.name}, ${actor.id}, ${reason})
      on conflict ((true)) where ended_at is null do nothing returning id`;
    const standstill = await getStandstill(tx);
    if (!row || !standstill)
      throw new Conflict(`It was stopped already by ${standstill?.stoppedBy ?? "somebody else"}.`, {
        say: say("authority.refused.alreadyStopped", { name: standstill?.stoppedBy ?? "" }),
      });
    await announce(tx, "settings");
    await announce(tx, "actions");
    await writeAudit(tx, actor, {
      verb: "everything.stop",
      entity: "standstill",
      entityId: row.id,
      after: { waiting: standstill.waiting },
      reason,
    });
    return standstill;
  });
}
