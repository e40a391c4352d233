import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { lockAction } from "../action/load";
import { undoAgain } from "../action/restore-undone";
import { stateWord } from "../action/state-word";
import { redeliverableStates } from "./redeliverable";

export const redeliverSchema = z.object({ actionId: z.uuid() });

/**
 * Posts the same message again at once, in a new series of attempts: one that waits for its next attempt, that failed, or
 * that nobody has confirmed. It keeps its id, so a receiver that has it already does nothing twice. Throws Forbidden,
 * Invalid, NotFound, or Conflict when it is done, under way or given up.
 */
export async function redeliver(
  db: Db,
  actor: Actor,
  input: z.input<typeof redeliverSchema>,
): Promise<{ actionId: string }> {
  authorise(actor, "connection.manage");
  const { actionId } = parseInput(redeliverSchema, input);
  return db.begin(async (tx) => {
    const action = await lockAction(tx, actionId);
    const [queued] = await tx`
      update action set state = 'queued', state_reason = null, attempts = 0, next_attempt_at = now(), updated_at = now()
      where id = ${actionId} and executor = 'webhook' and state = any(${[...redeliverableStates]}) returning id`;
    if (!queued)
      throw new Conflict(
        `Only a message that waits, failed or stayed unconfirmed can be delivered again; this one is ${action.state}. Nothing was sent.`,
        {
          say: say("refusals.delivery.notAgain", { state: stateWord(action) }),
          details: { state: action.state },
        },
      );
    await undoAgain(tx, actor, action);
    await enqueue(tx, "actions.send", { actionId }, { key: `actions.send:${actionId}` });
    await announce(tx, "actions", [actionId]);
    if (action.recommendationId !== null) await announce(tx, "recommendations", [action.recommendationId]);
    await writeAudit(tx, actor, {
      verb: "action.redeliver",
      entity: "action",
      entityId: actionId,
      before: { state: action.state, reason: action.stateReason, attempts: action.attempts },
      after: { state: "queued" },
    });
    return { actionId };
  });
}
