import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import type { Actor } from "../_shared/actor";
import type { Asked } from "./asked-for";
import { dropWaitingSteps } from "./drop-steps";
import { ridersOf } from "./load";
import { markAction } from "./mark";

/** A line of an order of which nothing was sent, and the action that claims it: the order's own, or one that rides with it. */
export interface LeavingLine {
  lineNo: number;
  ownerId: string;
  /** Units of the line, and of all lines that its action claims. */
  units: number;
  ownerUnits: number;
}

/**
 * Takes a line out of what is asked for an order; `asked` is locked and unsent, `leadId` one of it. The action that claimed the
 * line is cancelled, so that nothing is expected of it any more, or keeps the part of its other lines. Where it was the one
 * that is sent, the next decision's action is sent in its place. Returns the cancelled action; null: it has other lines.
 */
export async function leaveOrder(
  tx: Tx,
  actor: Actor,
  { transferId, leadId, asked }: { transferId: number; leadId: string; asked: readonly Asked[] },
  { lineNo, ownerId, units, ownerUnits }: LeavingLine,
): Promise<string | null> {
  const ids = [...asked.map(({ id }) => id), ownerId];
  await tx`
    update action set next_attempt_at = now(), updated_at = now(), payload = jsonb_set(payload, '{lines}',
      (select coalesce(jsonb_agg(l order by place), '[]') from jsonb_array_elements(payload -> 'lines') with ordinality e (l, place)
        where (l ->> 'lineNo')::int <> ${lineNo}))
    where id = any(${ids}::uuid[])`;
  if (ownerUnits > units) {
    const left = (ownerUnits - units) / ownerUnits;
    await tx`
      update action set expected_low_minor = round(expected_low_minor * ${left}::numeric),
        expected_minor = round(expected_minor * ${left}::numeric), expected_high_minor = round(expected_high_minor * ${left}::numeric)
      where id = ${ownerId}`;
    return null;
  }
  const sentId = ownerId === leadId ? await passOn(tx, transferId, leadId) : leadId;
  await tx`update action set rides_with = null where id = ${ownerId}`;
  await markAction(tx, actor, ownerId, { from: ["queued"], to: "cancelled", reason: "line_taken_out" });
  const [owner] = await tx<{ recommendationId: number | null }[]>`
    select recommendation_id as "recommendationId" from action where id = ${ownerId}`;
  await dropWaitingSteps(tx, owner?.recommendationId ?? null);
  await enqueue(tx, "actions.send", { actionId: sentId }, { key: `actions.send:${sentId}` });
  return ownerId;
}

/** The first action that rides with the order's takes its place, with all that was asked. Returns its id. */
async function passOn(tx: Tx, transferId: number, leadId: string): Promise<string> {
  const [heir, ...others] = await ridersOf(tx, leadId);
  if (!heir) return leadId;
  await tx`
    update action h set rides_with = null, next_attempt_at = now(), payload = l.payload from action l where l.id = ${leadId} and h.id = ${heir.id}`;
  await tx`update action set rides_with = ${heir.id} where id = any(${others.map(({ id }) => id)}::uuid[])`;
  await tx`update transfer_line set action_id = null where transfer_id = ${transferId} and action_id = ${heir.id}`;
  await tx`update transfer_order set action_id = ${heir.id} where id = ${transferId}`;
  return heir.id;
}
