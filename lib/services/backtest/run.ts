import type { Db, Tx } from "@/db/client";
import { addDays } from "@/lib/core/clock";
import { loadHistory } from "@/lib/services/past/load-history";
import { moveTo, refreshPast } from "@/lib/services/past/move-to";
import type { InPart } from "@/lib/services/past/parts";
import { knownTerms, type TermsKnown } from "@/lib/services/past/terms";
import type { Policy } from "@/lib/services/policy/get";
import { decideMoment } from "./decide-moment";
import { usualSkus } from "./limits";
import { loadHappened, loadPauseFacts, loadTransferFacts } from "./load-outcomes";
import { type Made, madeBefore, nothingMade } from "./made";
import { addMorning, type Morning, markOf, morningSince } from "./morning";
import { withPast } from "./session";
import { fillShares } from "./shares";
import { followAgain, standAt, withoutLoops } from "./stand-at";
import { layStanding, readStanding, type Standing } from "./standing";
import { sumUp } from "./sum-up";
import type { BacktestResult } from "./types";

export interface BacktestSpan {
  /** First day decided on, YYYY-MM-DD in UTC. */
  fromDay: string;
  /** Days whose decisions are counted; those after them are made too, but only so that what follows is as it would be. */
  days: number;
  /** Nothing that became known after it is looked at. */
  until: Date;
  /** Where there are more products, every n-th is looked at, so that memory and time stay bounded. */
  mostSkus?: number;
}

/** The products that are looked at. */
export interface Sample {
  skuIds: number[];
  all: number;
}

/** Where a run begins, and what is told of it on the way. */
export interface BacktestRun {
  /** Drawn anew unless given. */
  sample: Sample;
  /** Mornings that were finished before, and how lanes and places stood then: the run goes on after them. */
  earlier: { mornings: readonly Morning[]; standing: Standing } | null;
  /** Asked before every part of the work, a few seconds each; false ends the run. */
  goesOn: () => Promise<boolean>;
  /** Told of each finished morning, in a transaction of its own. */
  keep: (
    tx: Tx,
    kept: { step: number; morning: Morning; standing: Standing; seconds: number },
  ) => Promise<void>;
}

/** Each day's decisions are made at this hour, UTC. */
const decideAtHour = 6;
const dayMs = 86_400_000;
/** Ends a run from within. */
const ended = Symbol("ended");

/**
 * Runs a policy over the past, day by day, on what was known at each day's morning, with the same code that decides today.
 * The past lies in the tables of a session of its own, over the real ones, and goes with it: nothing else is written but by
 * `keep`. Each morning is made of many short transactions, so that none holds the clearing up of the database back. Null comes
 * back when the run was ended. One that goes on after earlier mornings comes to the same result as one that was never broken off.
 */
export async function backtestPolicy(
  db: Db,
  policy: Policy,
  { fromDay, days, until, mostSkus = usualSkus }: BacktestSpan,
  run: Partial<BacktestRun> = {},
): Promise<BacktestResult | null> {
  const moments = momentsOf(fromDay, until);
  const sample = run.sample ?? (await takeSample(db, mostSkus));
  const [company] = await db<{ currency: string; timeZone: string }[]>`
    select base_currency as currency, time_zone as "timeZone" from company`;
  const { skuIds } = sample;
  const { goesOn = async () => true } = run;
  const asked =
    (inPart: InPart): InPart =>
    async (work) => {
      if (!(await goesOn())) throw ended;
      await inPart(work);
    };
  const since = new Date((moments[0] ?? until).getTime() - dayMs);
  return withPast(db, since, async (session) => {
    const inPart = asked((work) => session.begin(work));
    await loadHistory(asked(withoutLoops(session)), skuIds, moments[0] ?? until, until);
    const made = nothingMade();
    let terms: TermsKnown | null = null;
    const { mornings, standing } = run.earlier ?? { mornings: [], standing: null };
    if (standing) {
      await followAgain(inPart, skuIds, moments.slice(0, mornings.length));
      await inPart((tx) => layStanding(tx, standing));
      for (const morning of mornings) addMorning(made, morning);
      terms = mornings[0]?.terms ?? null;
    }
    for (const [step, at] of [...moments.entries()].slice(mornings.length)) {
      const startedAt = performance.now();
      const mark = markOf(made);
      await standAt(inPart, skuIds, { rules: policy.rules, at, made, index: step });
      if (step === 0) terms = await session.begin((tx) => knownTerms(tx, skuIds, at));
      if (!(await goesOn())) throw ended;
      await decideMoment(session, skuIds, { policy, at, made, timeZone: company?.timeZone ?? "UTC" });
      await session.begin(async (tx) => {
        const seconds = (performance.now() - startedAt) / 1_000;
        const morning = morningSince(mark, made, at, step === 0 ? terms : null);
        await run.keep?.(tx, { step, morning, standing: await readStanding(tx), seconds });
      });
    }
    return valueAll({ session, inPart }, sample, policy, {
      ...{ moments, until, fromDay, terms },
      lastDay: addDays(fromDay, days - 1),
      made: madeBefore(made, addDays(fromDay, days)),
      currency: company?.currency ?? "USD",
    });
  }).catch((reason: unknown) => {
    if (reason === ended) return null;
    throw reason;
  });
}

/** The mornings that are decided on. */
export function momentsOf(fromDay: string, until: Date): Date[] {
  const moments: Date[] = [];
  for (let day = fromDay; ; day = addDays(day, 1)) {
    const at = new Date(`${day}T${String(decideAtHour).padStart(2, "0")}:00:00Z`);
    if (at >= until) return moments;
    moments.push(at);
  }
}

/** Every product, or every n-th where there are more than `mostSkus`. */
export async function takeSample(db: Db, mostSkus: number): Promise<Sample> {
  const all = await db<{ id: number }[]>`select id from sku where is_product order by id`;
  const every = Math.max(1, Math.ceil(all.length / mostSkus));
  return { skuIds: all.filter((_, i) => i % every === 0).map(({ id }) => id), all: all.length };
}

async function valueAll(
  { session, inPart }: { session: Db; inPart: InPart },
  sample: Sample,
  policy: Policy,
  of: {
    moments: readonly Date[];
    until: Date;
    fromDay: string;
    lastDay: string;
    made: Made;
    currency: string;
    terms: TermsKnown | null;
  },
): Promise<BacktestResult> {
  const { made, until } = of;
  const { transfers, sales } = policy.rules;
  const from = of.moments[0] ?? until;
  const { skuIds } = sample;
  await moveTo(inPart, skuIds, until, { transfers: [], pauses: [] });
  await refreshPast(inPart, skuIds, until, { rules: policy.rules, since: new Date(0), transfers: [] });
  await inPart((tx) => fillShares(tx, skuIds));
  const facts = {
    transfers: await loadTransferFacts(session, made.transfers, transfers.horizonDays, until),
    pauses: await loadPauseFacts(session, made.pauses, until),
    happened: await loadHappened(session, skuIds, from, until),
  };
  return sumUp(made, facts, {
    ...{ fromDay: of.fromDay, lastDay: of.lastDay, until },
    days: of.moments.map((at) => at.toISOString().slice(0, 10)),
    currency: of.currency,
    substitution: sales.substitutionShare,
    ...{ sampledSkus: skuIds.length, allSkus: sample.all, terms: of.terms },
  });
}
