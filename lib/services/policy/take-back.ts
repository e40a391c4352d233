import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const takeBackInput = z.object({ requestId: z.coerce.number().int().positive() });

/** Takes back what waits for a second person: whoever asked for it may, and an admin. Throws Forbidden, Invalid or Conflict. */
export async function takeBackRequest(db: Db, actor: Actor, request: unknown): Promise<{ subject: string }> {
  authorise(actor, "read");
  const { requestId } = parseInput(takeBackInput, request);
  return db.begin(async (tx) => {
    const [taken] = await tx<{ subject: string; recommendationId: number | null }[]>`
      update approval_request set state = 'taken_back', ended_by = ${actor.name}, ended_by_id = ${actor.id}, ended_at = now()
      where id = ${requestId} and state = 'waiting' and (asked_by_id = ${actor.id} or ${actor.role === "admin"})
      returning subject, recommendation_id as "recommendationId"`;
    if (!taken)
      throw new Conflict(
        "It waits no longer, or somebody else asked for it. Nothing was changed; reload to see it as it is.",
        { say: say("authority.refused.notWaiting") },
      );
    if (taken.recommendationId !== null) await announce(tx, "recommendations", [taken.recommendationId]);
    await writeAudit(tx, actor, {
      verb: "approval.take_back",
      entity: "approval_request",
      entityId: requestId,
      before: { state: "waiting" },
      after: { state: "taken_back", subject: taken.subject },
    });
    return { subject: taken.subject };
  });
}
