import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { may, roleMayNot } from "../_shared/authorise";
import type { Policy } from "../policy/get";
import { guard } from "../policy/guard";
import type { PolicyRules } from "../policy/rules";
import type { WaitingRequest } from "../policy/second-person";
import { carryOut, type StartedAction } from "./carry-out";
import { lockLanes } from "./lock-lanes";
import { recheckStep, sayStepReason } from "./recheck-step";
import { lockSteps, type StoredStep } from "./start-steps";
import type { ActiveStep, Team } from "./types";

/** The steps of a recommendation that wait for a team the actor decides for. Throws Forbidden when they wait for others. */
async function lockMine(tx: Tx, actor: Actor, recommendationId: number): Promise<StoredStep[]> {
  const waiting = await lockSteps(tx, recommendationId, "waiting");
  const mine = waiting.filter(({ team }) => may(actor.role, `decide.${team}`));
  if (waiting.length > 0 && mine.length === 0)
    throw roleMayNot(actor, [...new Set(waiting.map(({ team }) => team)), "admin"]);
  return mine;
}

/** Bumps the version, so that a second press on the same card is told; null: no step waits for the actor. */
async function bump(tx: Tx, recommendationId: number): Promise<number> {
  const [row] = await tx<{ version: number }[]>`
    update recommendation set version = version + 1, updated_at = now() where id = ${recommendationId} returning version`;
  await announce(tx, "recommendations", [recommendationId]);
  return row?.version ?? 0;
}

export interface ApprovedSteps {
  actions: StartedAction[];
  version: number;
  waitingFor: Team[];
  /** Above what one person may decide: nothing was sent, it waits for a second person. */
  waiting?: WaitingRequest;
}

/**
 * Approves the steps of an approved option that wait for the actor's team: they begin, or are put down for their time. Those
 * that begin now are looked at again first. Null: nothing waits for this actor. What the policy allows is
 * checked as with every decision. Throws Forbidden when what waits is another team's, Conflict when what one was worked out
 * from has changed.
 */
export async function approveSteps(
  tx: Tx,
  actor: Actor,
  request: { id: number; version: number; note?: string | undefined },
  policy: Policy,
): Promise<ApprovedSteps | null> {
  const { id: recommendationId, version: seen, note } = request;
  const mine = await lockMine(tx, actor, recommendationId);
  const [first] = mine;
  if (!first) return null;
  const now = mine.filter(({ dueAt }) => dueAt === null);
  await lockLanes(
    tx,
    now.map(({ step }) => step),
  );
  for (const { step } of now) await refuseChanged(tx, recommendationId, step, policy.rules);
  const guarded = await guard(tx, actor, policy, {
    subject: `recommendation:${recommendationId}`,
    kind: "recommendation",
    recommendationId,
    team: first.team,
    request,
    fingerprint: JSON.stringify([seen, mine.map(({ key }) => key)]),
    steps: mine.map(({ step }) => step),
  });
  if (guarded.kind === "waiting")
    return { actions: [], version: seen, waitingFor: [], waiting: guarded.request };
  const actions = await carryOut(tx, actor, recommendationId, now);
  const started = new Map(actions.map((action) => [action.stepKey, action.id]));
  for (const { key } of mine)
    await tx`
      update recommendation_step set state = ${started.has(key) ? "started" : "scheduled"}, action_id = ${started.get(key) ?? null},
        approved_by = ${actor.name}, approved_by_id = ${actor.id}, approved_at = now(), updated_at = now()
      where recommendation_id = ${recommendationId} and step_key = ${key}`;
  const version = await bump(tx, recommendationId);
  await writeAudit(tx, actor, {
    verb: "recommendation.approve_steps",
    entity: "recommendation",
    entityId: recommendationId,
    before: { waiting: mine.map(({ key }) => key) },
    after: { approved: mine.map(({ key }) => key), actions: actions.map(({ id }) => id) },
    ...(note ? { reason: note } : {}),
  });
  const left = await lockSteps(tx, recommendationId, "waiting");
  return { actions, version, waitingFor: [...new Set(left.map(({ team }) => team))] };
}

async function refuseChanged(
  tx: Tx,
  recommendationId: number,
  step: ActiveStep,
  { freshness }: PolicyRules,
): Promise<void> {
  const check = (await isOver(tx, recommendationId, step))
    ? ({ verdict: "lapse", reason: "too_late" } as const)
    : await recheckStep(tx, step, freshness);
  if (check.verdict === "hold") return;
  throw new Conflict(
    "What this step was worked out from has changed. Nothing was sent; decline it, or look at it again later.",
    {
      say: say("decisions.refused.stepChanged", { why: sayStepReason[check.reason] }),
      details: { kind: "step", reason: check.reason },
    },
  );
}

/** Whether the days have passed for which a pause, or a published quantity, was to hold until goods come. */
async function isOver(tx: Tx, recommendationId: number, { kind, claimDays }: ActiveStep): Promise<boolean> {
  if ((kind !== "ad_pause" && kind !== "publish_quantity") || claimDays === undefined) return false;
  const [over] = await tx`
    select 1 from recommendation where id = ${recommendationId} and decided_at < now() - make_interval(secs => ${claimDays * 86_400})`;
  return over !== undefined;
}

/**
 * Declines the steps of an approved option that wait for the actor's team; the others go on. Null: it is not approved at the
 * version the person saw, or nothing waits for this actor. Throws Forbidden when what waits is another team's.
 */
export async function declineSteps(
  tx: Tx,
  actor: Actor,
  seen: { id: number; version: number },
  reason: string,
): Promise<{ version: number } | null> {
  const recommendationId = seen.id;
  const [row] = await tx`
    select 1 from recommendation where id = ${seen.id} and version = ${seen.version} and state = 'approved' for update`;
  if (!row) return null;
  const mine = await lockMine(tx, actor, recommendationId);
  if (mine.length === 0) return null;
  for (const { key } of mine) await settle(tx, recommendationId, key, "declined", reason);
  const version = await bump(tx, recommendationId);
  await writeAudit(tx, actor, {
    verb: "recommendation.decline_steps",
    entity: "recommendation",
    entityId: recommendationId,
    before: { waiting: mine.map(({ key }) => key) },
    after: { declined: mine.map(({ key }) => key) },
    reason,
  });
  return { version };
}

/** Ends a step that was not begun. */
export async function settle(
  tx: Tx,
  recommendationId: number,
  key: string,
  state: "declined" | "lapsed",
  reason: string,
): Promise<void> {
  await tx`
    update recommendation_step set state = ${state}, reason = ${reason}, updated_at = now()
    where recommendation_id = ${recommendationId} and step_key = ${key} and state in ('waiting', 'scheduled')`;
}
