import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { newSecret } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { remarkAll } from "./remark-all";

const input = z.object({
  /** Part of the items that is left alone. */
  share: z.number().min(0.01).max(0.5).default(0.1),
  /** Items are drawn anew after so many days. */
  periodDays: z.number().int().min(7).max(91).default(28),
});

/** Begins to leave a part of the items alone. Throws Forbidden, Invalid, or Conflict while another one runs. */
export async function startHoldout(db: Db, actor: Actor, request: unknown): Promise<{ id: number }> {
  authorise(actor, "policy.edit");
  const { share, periodDays } = parseInput(input, request);
  return db.begin(async (tx) => {
    const [row] = await tx<{ id: number }[]>`
      insert into holdout (share, period_days, seed, created_by) values (${share}, ${periodDays}, ${newSecret()}, ${actor.name})
      on conflict do nothing returning id`;
    if (!row)
      throw new Conflict("A comparison runs already. End it first; nothing was changed.", {
        say: say("worth.holdout.refusals.running"),
      });
    await remarkAll(tx);
    await writeAudit(tx, actor, {
      verb: "holdout.start",
      entity: "holdout",
      entityId: row.id,
      after: { share, periodDays },
    });
    await announce(tx, "settings");
    return { id: row.id };
  });
}
