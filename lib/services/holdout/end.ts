import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { remarkAll } from "./remark-all";

/** Ends the holdout that runs: everything is proposed again. Throws Forbidden, or Conflict when none runs. */
export async function endHoldout(db: Db, actor: Actor): Promise<{ id: number }> {
  authorise(actor, "policy.edit");
  return db.begin(async (tx) => {
    const [row] = await tx<{ id: number }[]>`
      update holdout set ended_at = now(), ended_by = ${actor.name} where ended_at is null returning id`;
    if (!row)
      throw new Conflict("No comparison runs. Nothing was changed.", {
        say: say("worth.holdout.refusals.none"),
      });
    await remarkAll(tx);
    await writeAudit(tx, actor, { verb: "holdout.end", entity: "holdout", entityId: row.id });
    await announce(tx, "settings");
    return row;
  });
}
