import type { Db } from "@/db/client";
import { type LimitRow, limitKey } from "@/lib/services/policy/authority";
import { factsOfDecisions } from "@/lib/services/policy/facts";
import type { Policy } from "@/lib/services/policy/get";
import { type DecisionFacts, judge } from "@/lib/services/policy/judge";
import { actionKinds, type GovernedKind } from "@/lib/services/policy/kinds";
import { aboveDaily, type UseToday } from "@/lib/services/policy/used-today";
import { computeRecommendations } from "@/lib/services/recommendation/compute";
import type { Candidate, Option, Step } from "@/lib/services/recommendation/types";
import { planInParts } from "@/lib/services/transfer-plan/plan-in-parts";
import { storePlan } from "@/lib/services/transfer-plan/store";
import type { Made } from "./made";
import type { BacktestDecision } from "./types";

/** What was used of daily caps at this moment's day: decisions and money, by limit. */
type Used = Map<string, UseToday>;

/**
 * Decides at one moment, on what the shadow tables show, by the same code as today, and adds what would have been done.
 * Where the policy acts by itself, it does within its limits; what it proposes counts as approved at once, above one person's
 * limit by two. Blocked, watched and blacked out proposals are counted as not done. Only the plan is written, in a transaction of
 * its own: while the rest is worked out, none is open.
 */
export async function decideMoment(
  session: Db,
  skuIds: number[],
  { policy, at, made, timeZone }: { policy: Policy; at: Date; made: Made; timeZone: string },
): Promise<void> {
  await planAt(session, policy, at);
  const candidates = await computeRecommendations(session, skuIds, policy, at);
  const wanted: Wanted[] = [];
  for (const candidate of candidates.toSorted(byLoss)) {
    const [option] = candidate.options;
    if (candidate.blockedReasons.length > 0) made.notDone.blocked.add(candidate.subjectKey);
    else if (!option || option.kind === "do_nothing") continue;
    else if (!option.executable || option.steps.length === 0) made.notDone.advice.add(candidate.subjectKey);
    else wanted.push({ candidate, option });
  }
  const facts = await factsOfDecisions(
    session,
    wanted.map(({ candidate, option }) => ({ team: candidate.team, steps: option.steps })),
    at,
  );
  const of = { policy, at, made, timeZone, used: new Map() };
  for (const [index, one] of wanted.entries()) {
    const judgedBy = facts[index];
    if (judgedBy && judgedBy.kinds.length > 0) decideOne(one, judgedBy, of);
  }
}

interface Wanted {
  candidate: Candidate;
  option: Option;
}

/** The plan of all SKUs together, whose shipments the single ones share. */
async function planAt(session: Db, policy: Policy, at: Date): Promise<void> {
  const { plan, lanes } = await planInParts(session, policy.rules, at);
  const of = { policyVersion: policy.version, now: at, milliseconds: 0 };
  await session.begin((tx) => storePlan(tx, plan, lanes, of));
}

const byLoss = (a: Candidate, b: Candidate) =>
  b.lossMinorPerDay - a.lossMinorPerDay || a.subjectKey.localeCompare(b.subjectKey);

function decideOne(
  { candidate, option }: Wanted,
  facts: DecisionFacts,
  of: { policy: Policy; at: Date; made: Made; timeZone: string; used: Used },
): void {
  const { policy, at, made, timeZone, used } = of;
  const { authority } = policy.rules;
  const itself = judge(authority, "autopilot", facts, { now: at, timeZone });
  const person = judge(authority, candidate.team, facts, { now: at, timeZone });
  if (person.refusal?.why === "watch" || person.refusal?.why === "blackout") {
    made.notDone[person.refusal.why].add(candidate.subjectKey);
    return;
  }
  const keys = option.steps.map(keyOf);
  const last = Math.max(
    Number.NEGATIVE_INFINITY,
    ...keys.map((key) => made.lastDone.get(key) ?? Number.NEGATIVE_INFINITY),
  );
  if (at.getTime() - last < person.cooldownHours * 3_600_000) {
    made.notDone.cooldown.add(candidate.subjectKey);
    return;
  }
  const acts = itself.refusal === null && itself.exceeded.length === 0 && fits(itself, facts, used);
  const alone = person.exceeded.length === 0 && fits(person, facts, used);
  const by = acts ? "policy" : alone ? "person" : "two";
  if (by !== "two") use(acts ? itself : person, facts, used);
  for (const key of keys) made.lastDone.set(key, at.getTime());
  carryOut(option, by, at, made);
}

const keyOf = (step: Step): string => {
  if (step.kind === "transfer") return `lane:${step.laneId}:${step.skuId}`;
  const { campaignId, productAdId, listingId } = step as {
    campaignId?: number;
    productAdId?: number;
    listingId?: number;
  };
  return `${listingId === undefined ? "ad" : "listing"}:${listingId ?? campaignId}:${productAdId ?? ""}`;
};

type Judged = ReturnType<typeof judge>;

function fits({ limits }: Judged, { valueMinor }: DecisionFacts, used: Used): boolean {
  return limits.every((limit) => aboveDaily(limit, usedOf(limit, used), valueMinor).length === 0);
}

function use({ limits }: Judged, { valueMinor }: DecisionFacts, used: Used): void {
  for (const limit of limits) {
    const before = usedOf(limit, used);
    used.set(limitKey(limit), {
      decisions: before.decisions + 1,
      valueMinor: before.valueMinor + (valueMinor ?? 0),
    });
  }
}

const usedOf = (limit: LimitRow, used: Used): UseToday =>
  used.get(limitKey(limit)) ?? { decisions: 0, valueMinor: 0 };

function carryOut(option: Option, by: BacktestDecision["by"], at: Date, made: Made): void {
  const units = option.steps.reduce(
    (sum, step) => sum + (step.kind === "transfer" ? step.quantityUnits : 0),
    0,
  );
  for (const step of option.steps) {
    if (step.kind === "transfer") {
      const { skuId, laneId, originId, destinationId, quantityUnits } = step;
      made.transfers.push({
        id: made.transfers.length + 1,
        skuId,
        laneId,
        originId,
        destinationId,
        quantityUnits,
        plannedAt: at,
        arrivesAt: new Date(at.getTime() + step.leadTimeDays * 86_400_000),
        soldUnits: 0,
        costMinor: (option.costMinor * quantityUnits) / Math.max(1, units),
        by,
      });
    } else if (step.kind === "ad_pause" && !openPause(step, made))
      made.pauses.push({
        campaignId: step.campaignId,
        productAdId: step.productAdId,
        pausedAt: at,
        resumedAt: null,
        by,
      });
    else if (step.kind === "ad_resume") {
      const pause = openPause(step, made);
      if (pause) pause.resumedAt = at;
    } else if (isGoverned(step.kind)) made.others.push({ kind: step.kind, at, by });
  }
}

const isGoverned = (kind: string): kind is GovernedKind => actionKinds.some((one) => one === kind);

interface Switched {
  campaignId: number;
  productAdId: number | null;
}

/** The pause of an ad that lasts; several problems may ask for the same one. */
const openPause = ({ campaignId, productAdId }: Switched, { pauses }: Made) =>
  pauses.find(
    (one) => one.resumedAt === null && one.campaignId === campaignId && one.productAdId === productAdId,
  );
