import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { eachInTurn } from "@/lib/core/each-in-turn";
import { PlimsollError } from "@/lib/core/errors";
import { type Actor, systemActor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { factsOfSteps } from "../policy/facts";
import { getPolicy } from "../policy/get";
import { blackoutOf } from "../policy/judge";
import type { PolicyRules } from "../policy/rules";
import { getStandstill } from "../policy/standstill";
import { settle } from "./approve-steps";
import { carryOut } from "./carry-out";
import { lockLanes } from "./lock-lanes";
import { type Recheck, recheckStep, type StepReason } from "./recheck-step";
import { lockSteps, type StoredStep } from "./start-steps";
import type { ActiveStep } from "./types";

/** What was throttled comes back at the latest this long after it was expected to. */
const longestDelayDays = 28;

/**
 * Begins the scheduled steps whose time has come or whose goods have arrived. Each is looked at again first: what is not so
 * yet is put off, what makes no sense any more lapses with its reason. None begins while everything stands still or a blackout
 * time holds for it, as both stand at that moment. Every step is a transaction of its own, and one that breaks keeps no other: its error is thrown at the end. Returns how many began.
 */
export async function startDueSteps(db: Db): Promise<number> {
  const due = await db<{ id: number; key: string }[]>`
    select recommendation_id as id, step_key as key from recommendation_step
    where state = 'scheduled' and (due_at <= now() or after_step is not null) order by due_at, recommendation_id, place limit 500`;
  if (due.length === 0 || (await getStandstill(db))) return 0;
  const { rules } = await getPolicy(db);
  let begun = 0;
  await eachInTurn(due, async ({ id, key }) => {
    try {
      if (await db.begin((tx) => startIfDue(tx, id, key, rules))) begun += 1;
    } catch (error) {
      // Another budget of the campaign is on its way, or its platform takes none any more: looked at again in an hour.
      if (!(error instanceof PlimsollError)) throw error;
      await db`
        update recommendation_step set due_at = now() + interval '1 hour', after_step = null, reason = 'budget_under_way', updated_at = now()
        where recommendation_id = ${id} and step_key = ${key} and state = 'scheduled'`;
    }
  });
  return begun;
}

async function startIfDue(tx: Tx, id: number, key: string, rules: PolicyRules): Promise<boolean> {
  // Pressed since the others began: what is still to begin stays where it is.
  if (await getStandstill(tx)) return false;
  const stored = (await lockSteps(tx, id, "scheduled")).find((one) => one.key === key);
  if (!stored) return false;
  const step = { ...stored, step: await fromWhatIsLeft(tx, id, stored.step) };
  const goods = await goodsOf(tx, id, step);
  await lockLanes(tx, [step.step]);
  const check = goods.verdict === "hold" ? await recheckStep(tx, step.step, rules.freshness) : goods;
  if (check.verdict === "wait") {
    if (check.hours > 0) await putOff(tx, id, step, check);
    return false;
  }
  if (check.verdict === "hold" && (await isBlackedOut(tx, step, rules))) {
    await note(tx, id, key, "blackout");
    return false;
  }
  // Approved by a person, begun by the clock: the action bears their name, the audit says that the system did it.
  const actor: Actor = { ...systemActor, name: step.approvedBy ?? systemActor.name };
  if (check.verdict === "lapse") {
    await settle(tx, id, key, "lapsed", check.reason);
    await announce(tx, "recommendations", [id]);
    await audit(tx, id, key, "lapsed", check.reason);
    return false;
  }
  const [action] = await carryOut(tx, actor, id, [step]);
  await tx`
    update recommendation_step set state = 'started', action_id = ${action?.id ?? null}, reason = null, updated_at = now()
    where recommendation_id = ${id} and step_key = ${key}`;
  await announce(tx, "recommendations", [id]);
  await audit(tx, id, key, "started", null);
  return true;
}

/**
 * A step that restores a budget as it begins from what the last of ours really left: one between them may never have begun, or
 * have come to nothing, and what was throttled before it has to come back all the same.
 */
async function fromWhatIsLeft(tx: Tx, id: number, step: ActiveStep): Promise<ActiveStep> {
  if (step.kind !== "ad_budget" || step.purpose !== "restore") return step;
  const [left] = await tx<{ minor: number }[]>`
    select (s.step ->> 'budgetMinorPerDay')::bigint as minor from recommendation_step s join action a on a.id = s.action_id
    where s.recommendation_id = ${id} and s.state = 'started' and s.step ->> 'kind' = 'ad_budget'
      and (s.step ->> 'campaignId')::int = ${step.campaignId} and a.state not in ('failed', 'refused', 'cancelled', 'undone')
    order by s.place desc limit 1`;
  return left ? { ...step, fromMinorPerDay: left.minor } : step;
}

/** Whether the goods that a step waits for have arrived. */
async function goodsOf(tx: Tx, id: number, { step, afterStep, dueAt }: StoredStep): Promise<Recheck> {
  const isOver = dueAt === null || dueAt.getTime() <= Date.now();
  if (afterStep === null) return isOver ? { verdict: "hold" } : wait("goods_under_way");
  const [goods] = await tx<{ state: string | null; stepState: string }[]>`
    select s.state as "stepState", case when a.state in ('failed', 'refused', 'cancelled', 'undone') then 'cancelled' else o.state end as state
    from recommendation_step s left join action a on a.id = s.action_id left join transfer_order o on a.kind = 'transfer' and o.id = (a.payload ->> 'transferId')::bigint
    where s.recommendation_id = ${id} and s.step_key = ${afterStep}`;
  if (goods?.state === "received") return { verdict: "hold" };
  const isGone =
    goods?.state === "cancelled" ||
    goods?.stepState === "declined" ||
    goods?.stepState === "lapsed" ||
    !goods;
  const restores = step.kind === "ad_budget" && step.purpose === "restore";
  if (isGone && !restores) return { verdict: "lapse", reason: "goods_not_coming" };
  if (isGone) return isOver ? { verdict: "hold" } : wait("goods_not_coming");
  const isLate = dueAt !== null && Date.now() - dueAt.getTime() > longestDelayDays * 86_400_000;
  return isLate && restores ? { verdict: "hold" } : wait("goods_under_way");
}

/** Whether a blackout time holds for a step at this moment. */
async function isBlackedOut(tx: Tx, { team, step }: StoredStep, rules: PolicyRules): Promise<boolean> {
  const [company] = await tx<{ timeZone: string }[]>`select time_zone as "timeZone" from company`;
  const at = { now: new Date(), timeZone: company?.timeZone ?? "UTC" };
  const facts = await factsOfSteps(tx, team, [step], at.now);
  return blackoutOf(rules.authority.blackouts, facts, at) !== null;
}

/** Says why a step has not begun; its time stays, so that it is looked at again with the next minute. */
const note = (tx: Tx, id: number, key: string, reason: StepReason) => tx`
  update recommendation_step set reason = ${reason}, updated_at = now()
  where recommendation_id = ${id} and step_key = ${key} and reason is distinct from ${reason}`;

/** Looked at again with the next minute. */
const wait = (reason: StepReason): Recheck => ({ verdict: "wait", reason, hours: 0 });

async function putOff(
  tx: Tx,
  id: number,
  { key }: StoredStep,
  { reason, hours }: { reason: StepReason; hours: number },
): Promise<void> {
  await tx`
    update recommendation_step set due_at = now() + make_interval(hours => ${hours}), after_step = null, reason = ${reason}, updated_at = now()
    where recommendation_id = ${id} and step_key = ${key}`;
}

const audit = (tx: Tx, id: number, key: string, state: string, reason: StepReason | null) =>
  writeAudit(tx, systemActor, {
    verb: "recommendation.step",
    entity: "recommendation",
    entityId: id,
    before: { step: key, state: "scheduled" },
    after: { step: key, state },
    ...(reason ? { reason } : {}),
  });
