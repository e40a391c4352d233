import type { Db } from "@/db/client";
import { lostAfterSeconds } from "@/lib/core/outbound";
import { storable } from "@/lib/core/storable";
import { findAction } from "./load";
import type { Action } from "./types";

export interface Claim {
  action: Action;
  /** Number of this attempt over all series; names its row in action_attempt. */
  attemptNo: number;
}

/**
 * Takes a due action for sending: state `sending` and a row for the attempt, committed before anything is sent. Null when
 * it is not due, another worker has it, it was cancelled, everything was stopped, or lines of its approval are still to join it. One left behind by a killed worker is taken again; it goes
 * out under the same id, so the vendor does nothing twice.
 */
export async function claimAction(db: Db, id: string): Promise<Claim | null> {
  return db.begin(async (tx) => {
    const [claimed] = await tx`
      with due as (
        select id from action
        where id = ${id} and rides_with is null and ((state = 'queued' and next_attempt_at <= now())
          or (state = 'sending' and sending_since < now() - make_interval(secs => ${lostAfterSeconds})))
          and not exists (select from standstill where ended_at is null)
          and not exists (
            select from transfer_order o join shipment_approval s on s.id = o.shipment
            where o.id = (payload ->> 'transferId')::bigint and s.finished_at is null)
        for update skip locked)
      update action a set state = 'sending', attempts = attempts + 1, sending_since = now(), state_reason = null, updated_at = now()
      from due where a.id = due.id returning a.id`;
    if (!claimed) return null;
    await tx`update action_attempt set finished_at = now(), outcome = 'lost' where action_id = ${id} and finished_at is null`;
    const [attempt] = await tx<{ attemptNo: number }[]>`
      insert into action_attempt (action_id, attempt, started_at)
      select ${id}, coalesce(max(attempt), 0) + 1, now() from action_attempt where action_id = ${id}
      returning attempt as "attemptNo"`;
    const action = await findAction(tx, id);
    return action && attempt ? { action, attemptNo: attempt.attemptNo } : null;
  });
}

/**
 * Keeps what the source showed before the first sending, for undo. False when the claim was lost meanwhile: then nothing
 * may be sent.
 */
export async function keepPriorState(db: Db, claim: Claim, prior: Action["priorState"]): Promise<boolean> {
  const [kept] = await db`
    update action a set prior_state = coalesce(prior_state, ${prior === null ? null : db.json(storable(prior) as never)}), updated_at = now()
    where id = ${claim.action.id} and state = 'sending'
      and exists (select from action_attempt t where t.action_id = a.id and t.attempt = ${claim.attemptNo} and t.finished_at is null)
    returning id`;
  return kept !== undefined;
}
