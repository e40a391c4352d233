import type { Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { type Say, say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { type LimitRow, limitKey } from "./authority";
import { cooledAt } from "./cooldown";
import { factsOfSteps, type GovernedStep } from "./facts";
import type { Policy } from "./get";
import { type DecisionFacts, type Exceeded, judge, type Refusal } from "./judge";
import {
  askForSecond,
  endWaiting,
  type SecondNeeded,
  takeSecond,
  type WaitingRequest,
} from "./second-person";
import { refuseWhileStopped } from "./standstill";
import { aboveDaily, type UseToday } from "./used-today";

/** go: it may be carried out now. waiting: it is above what one person may decide; it waits for a second one. */
export type Guarded = { kind: "go" } | { kind: "waiting"; request: WaitingRequest };

export interface GuardedDecision extends Omit<SecondNeeded, "facts" | "exceeded" | "policyVersion"> {
  steps: readonly GovernedStep[];
}

/**
 * What every decision passes before it is carried out, whoever decides, in the caller's transaction: the switch that stops
 * everything, the mode of its kind, blackout times, the cooldown, and the limits of the role or of the autopilot. Above a
 * limit the first person's approval waits for a second one, whose approval of the same passes; what waited on the subject ends
 * as soon as it is decided. Daily caps are counted up while they are locked. Throws Conflict with what stands against it; the
 * autopilot is never put before a second person but refused.
 */
export async function guard(
  tx: Tx,
  actor: Actor,
  policy: Policy,
  wanted: GuardedDecision,
  now = new Date(),
): Promise<Guarded> {
  await refuseWhileStopped(tx);
  const facts = await factsOfSteps(tx, wanted.team, wanted.steps);
  const who = actor.kind === "policy" ? "autopilot" : actor.role;
  const [company] = await tx<{ timeZone: string }[]>`select time_zone as "timeZone" from company`;
  const judged = judge(policy.rules.authority, who, facts, { now, timeZone: company?.timeZone ?? "UTC" });
  if (judged.refusal) throw refusedBy(judged.refusal);
  const coolAt = await cooledAt(tx, wanted.steps, judged.cooldownHours);
  if (coolAt && coolAt > now)
    throw new Conflict(
      `The same was changed a short while ago; it may be changed again from ${coolAt.toISOString()} on. Nothing was sent.`,
      {
        say: say("authority.refused.cooldown", { until: { at: coolAt.toISOString() } }),
        details: { kind: "cooldown", until: coolAt.toISOString() },
      },
    );
  const exceeded = judged.exceeded.length > 0 ? judged.exceeded : await countDaily(tx, judged.limits, facts);
  if (exceeded.length === 0) {
    await endWaiting(tx, actor, wanted);
    return { kind: "go" };
  }
  if (who === "autopilot") throw aboveAutopilot(exceeded);
  const second: SecondNeeded = { ...wanted, facts, exceeded, policyVersion: policy.version };
  if (await takeSecond(tx, actor, second)) return { kind: "go" };
  return { kind: "waiting", request: await askForSecond(tx, actor, second) };
}

/** Counts the decision up to the daily caps of its limits; nothing is counted of one that would pass one of them. */
async function countDaily(
  tx: Tx,
  limits: readonly LimitRow[],
  { valueMinor }: DecisionFacts,
): Promise<Exceeded[]> {
  const capped = limits.filter(({ dailyCount, dailyMinor }) => dailyCount !== null || dailyMinor !== null);
  if (capped.length === 0) return [];
  const keys = capped.map(limitKey);
  // Made where they are missing, and locked in one order: whoever decides beside this waits here.
  const rows = await tx<(UseToday & { key: string })[]>`
    insert into policy_use as u (day, limit_key, decisions, value_minor)
    select (now() at time zone c.time_zone)::date, k.key, 0, 0 from company c, unnest(${keys}::text[]) k (key) order by k.key
    on conflict (day, limit_key) do update set decisions = u.decisions
    returning limit_key as key, decisions, value_minor as "valueMinor"`;
  const used = new Map(rows.map((row) => [row.key, row]));
  const exceeded = capped.flatMap((limit) => {
    const before = used.get(limitKey(limit));
    return before ? aboveDaily(limit, before, valueMinor) : [];
  });
  if (exceeded.length === 0)
    await tx`
      update policy_use u set decisions = decisions + 1, value_minor = value_minor + ${valueMinor ?? 0}::bigint
      from company c where u.day = (now() at time zone c.time_zone)::date and u.limit_key = any(${keys})`;
  return exceeded;
}

function refusedBy(refusal: Refusal): Conflict {
  const refuse = (text: string, sentence: Say) =>
    new Conflict(`${text} Nothing was sent.`, {
      say: sentence,
      details: { kind: "policy", refusal },
    });
  switch (refusal.why) {
    case "watch":
      return refuse(
        `The policy only watches this kind of action (${refusal.kind}); nobody approves it until that is changed.`,
        say("authority.refused.watch", { kind: say(`authority.kind.${refusal.kind}`) }),
      );
    case "not_autopilot":
      return refuse(
        `The policy leaves this kind of action (${refusal.kind}) to people.`,
        say("authority.refused.notAutopilot", { kind: say(`authority.kind.${refusal.kind}`) }),
      );
    case "blackout":
      return refuse(
        `The blackout time ${refusal.name} holds until ${refusal.until}.`,
        say("authority.refused.blackout", { name: refusal.name, until: { at: refusal.until } }),
      );
  }
}

function aboveAutopilot(exceeded: readonly Exceeded[]): Conflict {
  return new Conflict(
    `It is above what the policy may do by itself (${exceeded.map((one) => one.limit).join(", ")}). Nothing was sent; a person decides.`,
    { say: say("authority.refused.aboveAutopilot"), details: { kind: "limit", exceeded } },
  );
}
