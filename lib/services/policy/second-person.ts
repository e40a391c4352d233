import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import type { DecisionFacts, Exceeded } from "./judge";
import type { Scope } from "./scope";

/** A decision above what one person may decide. */
export interface SecondNeeded {
  /** recommendation:12, campaign:4, listing:7; one request waits on each. */
  subject: string;
  kind: "recommendation" | "ad_budget" | "publish_quantity";
  recommendationId: number | null;
  team: NonNullable<Scope["team"]>;
  /** The input of the service that carries it out. */
  request: unknown;
  /** Of what was seen and chosen: the second person approves exactly that. */
  fingerprint: string;
  facts: DecisionFacts;
  exceeded: readonly Exceeded[];
  policyVersion: number;
}

/** What was decided: the thing, and exactly what of it. */
type Decided = Pick<SecondNeeded, "subject" | "fingerprint">;

export interface WaitingRequest {
  id: number;
  askedBy: string;
  askedAt: Date;
  exceeded: Exceeded[];
}

/**
 * Takes the waiting request of somebody else for the same: from then on it is approved. A token is no second person, nor is
 * whoever made the token that asked. False: none waits for this actor.
 */
export async function takeSecond(tx: Tx, actor: Actor, second: Decided): Promise<boolean> {
  if (actor.kind !== "user") return false;
  const [taken] = await tx<{ id: number; askedBy: string }[]>`
    update approval_request q set state = 'approved', ended_by = ${actor.name}, ended_by_id = ${actor.id}, ended_at = now()
    where subject = ${second.subject} and fingerprint = ${second.fingerprint} and state = 'waiting' and asked_by_id <> ${actor.id}
      and not exists (select from api_token t where 'token:' || t.id = q.asked_by_id and t.created_by = ${actor.name})
    returning id, asked_by as "askedBy"`;
  if (!taken) return false;
  await writeAudit(tx, actor, {
    verb: "approval.second",
    entity: "approval_request",
    entityId: taken.id,
    before: { state: "waiting", askedBy: taken.askedBy },
    after: { state: "approved", subject: second.subject },
  });
  return true;
}

/**
 * Ends what waits on a subject once it is decided by somebody whose limits it does not pass: the same is approved by them,
 * anything else makes way. Left waiting, it could be carried out once more.
 */
export async function endWaiting(tx: Tx, actor: Actor, decided: Decided): Promise<void> {
  if (await takeSecond(tx, actor, decided)) return;
  await tx`${lapse(tx, actor)} where subject = ${decided.subject} and state = 'waiting'`;
}

const lapse = (tx: Tx, actor: Actor) => tx`
  update approval_request set state = 'lapsed', ended_by = ${actor.name}, ended_by_id = ${actor.id}, ended_at = now()`;

/**
 * Leaves a decision waiting for a second person. One that waits on the same subject for something else makes way. Throws
 * Conflict when the same person asked for the same before.
 */
export async function askForSecond(tx: Tx, actor: Actor, second: SecondNeeded): Promise<WaitingRequest> {
  const { subject, fingerprint, facts, exceeded } = second;
  await tx`${lapse(tx, actor)} where subject = ${subject} and state = 'waiting' and fingerprint <> ${fingerprint}`;
  const [asked] = await tx<WaitingRequest[]>`
    insert into approval_request (subject, kind, recommendation_id, team, request, fingerprint, facts, exceeded, policy_version, asked_by, asked_by_id)
    values (${subject}, ${second.kind}, ${second.recommendationId}, ${second.team}, ${tx.json(second.request as never)}, ${fingerprint},
      ${tx.json(facts as never)}, ${tx.json(exceeded as never)}, ${second.policyVersion}, ${actor.name}, ${actor.id})
    on conflict (subject) where state = 'waiting' do nothing
    returning id, asked_by as "askedBy", asked_at as "askedAt", exceeded`;
  if (!asked) throw stillWaiting();
  await announce(tx, "recommendations", second.recommendationId === null ? [] : [second.recommendationId]);
  await writeAudit(tx, actor, {
    verb: "approval.ask",
    entity: "approval_request",
    entityId: asked.id,
    after: { state: "waiting", subject, facts, exceeded },
  });
  return { ...asked };
}

const stillWaiting = () =>
  new Conflict("It waits for a second person already. Nothing was sent; another person has to approve it.", {
    say: say("authority.refused.waits"),
    details: { kind: "waits" },
  });

/** The answer to a press that only left something waiting, for services whose answer has no place for it. */
export const leftWaiting = (request: WaitingRequest) =>
  new Conflict(
    "It is above what one person may decide. It waits for a second person now; nothing was sent yet.",
    {
      say: say("authority.waits"),
      details: { kind: "waiting", request },
    },
  );
