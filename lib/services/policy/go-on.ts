import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";

/**
 * Ends the standstill: what waited is sent, and the policy acts again where it may. Throws Forbidden, or Conflict when all is
 * running already.
 */
export async function goOn(db: Db, actor: Actor): Promise<{ sent: number }> {
  authorise(actor, "everything.resume");
  return db.begin(async (tx) => {
    const [ended] = await tx<{ id: number; stoppedAt: Date; stoppedBy: string }[]>`
      update standstill set ended_at = now(), ended_by = ${actor.name}, ended_by_id = ${actor.id} where ended_at is null
      returning id, stopped_at as "stoppedAt", stopped_by as "stoppedBy"`;
    if (!ended) throw new Conflict("All is running already.", { say: say("authority.refused.notStopped") });
    const waiting = await tx<
      { id: string }[]
    >`select id from action where state = 'queued' and rides_with is null order by created_at`;
    for (const { id } of waiting)
      await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
    await enqueue(tx, "decisions.refresh", {}, { key: "decisions.refresh" });
    await announce(tx, "settings");
    await announce(tx, "actions");
    await writeAudit(tx, actor, {
      verb: "everything.go_on",
      entity: "standstill",
      entityId: ended.id,
      before: { stoppedAt: ended.stoppedAt, stoppedBy: ended.stoppedBy },
      after: { sent: waiting.length },
    });
    return { sent: waiting.length };
  });
}
