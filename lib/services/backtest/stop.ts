import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const stopBacktestInput = z.object({ id: z.coerce.number().int().positive() });

/** Stops a back-test: one that waits at once, one that runs after the part of a morning that is under way. Throws Forbidden, Invalid or Conflict. */
export async function stopBacktest(db: Db, actor: Actor, request: unknown): Promise<{ id: number }> {
  authorise(actor, "policy.edit");
  const { id } = parseInput(stopBacktestInput, request);
  return db.begin(async (tx) => {
    const [row] = await tx`
      update backtest set stop_asked = true, state = case when state = 'queued' then 'stopped' else state end,
        finished_at = case when state = 'queued' then now() end
      where id = ${id} and state in ('queued', 'running') returning id`;
    if (!row)
      throw new Conflict("This back-test is not under way any more.", { say: say("backtest.refused.ended") });
    await announce(tx, "settings");
    await writeAudit(tx, actor, { verb: "backtest.stop", entity: "backtest", entityId: id });
    return { id };
  });
}
