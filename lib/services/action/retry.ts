import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { parseInput } from "../_shared/parse-input";
import { authoriseAction, authoriseAnyAction } from "./authorise-action";
import { lockAction } from "./load";

const input = z.object({ actionId: z.uuid() });

/**
 * Sends a failed action again, in a new series of attempts under the same id, so that a vendor which did take it on does
 * nothing twice. Throws Forbidden, Invalid, NotFound, or Conflict when it has not failed.
 */
export async function retryAction(
  db: Db,
  actor: Actor,
  request: unknown,
): Promise<{ actionId: string; state: "queued" }> {
  authoriseAnyAction(actor);
  const { actionId } = parseInput(input, request);
  return db.begin(async (tx) => {
    const action = await lockAction(tx, actionId);
    authoriseAction(actor, action.kind);
    const [queued] = await tx`
      update action set state = 'queued', state_reason = null, attempts = 0, next_attempt_at = now(), updated_at = now()
      where id = ${actionId} and state = 'failed' returning id`;
    if (!queued)
      throw new Conflict(
        `Only a failed action can be tried again; this one is ${action.state}. Nothing was sent.`,
        {
          details: { state: action.state },
        },
      );
    await enqueue(tx, "actions.send", { actionId }, { key: `actions.send:${actionId}` });
    await announce(tx, "actions", [actionId]);
    if (action.recommendationId !== null) await announce(tx, "recommendations", [action.recommendationId]);
    await writeAudit(tx, actor, {
      verb: "action.retry",
      entity: "action",
      entityId: actionId,
      before: { state: action.state, attempts: action.attempts },
      after: { state: "queued" },
    });
    return { actionId, state: "queued" };
  });
}
