import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { may } from "../_shared/authorise";
import type { Expected } from "../action/share-value";
import { carryOut, type StartedAction } from "./carry-out";
import { expectedBySteps, stepKey, teamOfStep } from "./steps";
import type { ActiveStep, Option, Team } from "./types";

export interface StartedSteps {
  actions: StartedAction[];
  /** Teams whose approval some of its steps still need. */
  waitingFor: Team[];
  /** Steps that begin later. */
  scheduled: number;
}

/**
 * Begins an option that was approved: the steps of the actor's teams start at once or are put down for their time, the
 * others wait for their own team. All in the caller's transaction. Throws Conflict when a donor, an ad or a budget is no
 * longer as expected.
 */
export async function startSteps(
  tx: Tx,
  actor: Actor,
  recommendationId: number,
  option: Option,
  shipment?: string,
): Promise<StartedSteps> {
  const steps = expectedBySteps(option).map((one, index) => ({
    ...one,
    place: index + 1,
    mine: may(actor.role, `decide.${teamOfStep(one.step)}`),
  }));
  const now = steps.filter(({ mine, step }) => mine && !startOf(step));
  const actions = await carryOut(tx, actor, recommendationId, now, shipment);
  const actionOf = new Map(actions.map((action) => [action.stepKey, action.id]));
  const rows = steps.map(({ step, expected, place, mine }) => ({
    key: stepKey(step),
    place,
    team: teamOfStep(step),
    step,
    state: !mine ? "waiting" : startOf(step) ? "scheduled" : "started",
    dueAt: startOf(step)?.at ?? null,
    afterStep: startOf(step)?.after ?? null,
    ...expected,
    actionId: actionOf.get(stepKey(step)) ?? null,
    mine,
  }));
  await tx`
    insert into recommendation_step (recommendation_id, step_key, place, team, step, state, due_at, after_step, expected_low_minor,
      expected_minor, expected_high_minor, action_id, approved_by, approved_by_id, approved_at)
    select ${recommendationId}, key, place, team, step, state, "dueAt", "afterStep", "lowMinor", "midMinor", "highMinor", "actionId",
      case when mine then ${actor.name} end, case when mine then ${actor.id} end, case when mine then now() end
    from jsonb_to_recordset(${tx.json(rows as never)}) as s (key text, place int, team text, step jsonb, state text, "dueAt" timestamptz,
      "afterStep" text, "lowMinor" bigint, "midMinor" bigint, "highMinor" bigint, "actionId" uuid, mine boolean)`;
  const waitingFor = [...new Set(rows.filter(({ mine }) => !mine).map(({ team }) => team))];
  for (const team of waitingFor) await notify(tx, recommendationId, team);
  return {
    actions,
    waitingFor,
    scheduled: rows.filter(({ state }) => state === "scheduled").length,
  };
}

/** Tells a team that steps of a decision wait for it. */
async function notify(tx: Tx, recommendationId: number, team: Team): Promise<void> {
  await tx`
    insert into notice (role, kind, cause_key, params, href)
    select ${team}, 'steps.waiting', ${`steps:${recommendationId}:${team}`},
      jsonb_build_object('subject', coalesce(k.code, c.name, '')), ${`/decisions?id=${recommendationId}`}
    from recommendation r left join sku k on k.id = r.sku_id left join campaign c on c.id = r.campaign_id where r.id = ${recommendationId}
    on conflict (cause_key) where read_at is null do update set at = now(), params = excluded.params`;
  await announce(tx, "notices");
}

const startOf = (step: ActiveStep) => ("start" in step ? step.start : undefined);

/** A step as it is kept of an approved option. */
export interface StoredStep {
  key: string;
  team: Team;
  step: ActiveStep;
  expected: Expected | null;
  dueAt: Date | null;
  afterStep: string | null;
  approvedBy: string | null;
}

/** The steps of a recommendation in a state, locked until the transaction ends, in their order. */
export async function lockSteps(
  tx: Tx,
  recommendationId: number,
  state: "waiting" | "scheduled",
): Promise<StoredStep[]> {
  const rows = await tx<
    (Omit<StoredStep, "expected"> & { low: number | null; mid: number | null; high: number | null })[]
  >`
    select step_key as key, team, step, due_at as "dueAt", after_step as "afterStep", approved_by as "approvedBy",
      expected_low_minor as low, expected_minor as mid, expected_high_minor as high
    from recommendation_step where recommendation_id = ${recommendationId} and state = ${state} order by place for update`;
  return rows.map(({ low, mid, high, ...row }) => ({
    ...row,
    expected:
      low === null || mid === null || high === null
        ? null
        : { lowMinor: low, midMinor: mid, highMinor: high },
  }));
}
