import type { Queryable, Tx } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Action } from "./types";

const columns = (db: Queryable) => db`
  a.id, a.kind, a.state, a.state_reason as "stateReason", a.executor, a.connection_id as "connectionId", a.recommendation_id as "recommendationId",
  a.undo_of as "undoOf", a.attempts, a.payload, a.prior_state as "priorState", a.reading,
  a.accepted_at as "acceptedAt", a.created_at as "createdAt"`;

/** An action, its row locked until the transaction ends. Throws NotFound. */
export async function lockAction(tx: Tx, id: string): Promise<Action> {
  const [row] = await tx<Action[]>`select ${columns(tx)} from action a where a.id = ${id} for update`;
  if (!row)
    throw new NotFound("This action does not exist. The list may be out of date; reload it.", {
      say: say("refusals.action.missing"),
    });
  return row;
}

/** An action as it is now, or null. */
export async function findAction(db: Queryable, id: string): Promise<Action | null> {
  const [row] = await db<Action[]>`select ${columns(db)} from action a where a.id = ${id}`;
  return row ?? null;
}
