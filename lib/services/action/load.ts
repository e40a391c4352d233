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

/** The action that is sent for another one, which may be itself: lines of one order ride with one action. */
export async function leadOf(db: Queryable, id: string): Promise<string> {
  const [row] = await db<
    { id: string }[]
  >`select coalesce(rides_with, id) as id from action where id = ${id}`;
  return row?.id ?? id;
}

/** The decisions of the lines that ride with an action, beside its own. */
export async function ridersOf(
  db: Queryable,
  id: string,
): Promise<{ id: string; recommendationId: number | null }[]> {
  return db`select id, recommendation_id as "recommendationId" from action where rides_with = ${id} order by id`;
}

/** An action as it is now, or null. */
export async function findAction(db: Queryable, id: string): Promise<Action | null> {
  const [row] = await db<Action[]>`select ${columns(db)} from action a where a.id = ${id}`;
  return row ?? null;
}
