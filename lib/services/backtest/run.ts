import { type Db, openSession, type Tx } from "@/db/client";
import { addDays } from "@/lib/core/clock";
import { profilePlaces } from "@/lib/metrics/forecast/run-places";
import { loadHistory } from "@/lib/services/past/load-history";
import { moveTo, refreshPast, type SupposedTransfer } from "@/lib/services/past/move-to";
import { layShadows } from "@/lib/services/past/shadow-tables";
import { knownTerms, type TermsKnown } from "@/lib/services/past/terms";
import type { Policy } from "@/lib/services/policy/get";
import { decideMoment, type Made, nothingMade } from "./decide-moment";
import { usualSkus } from "./limits";
import { loadHappened, loadPauseFacts, loadTransferFacts } from "./load-outcomes";
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

/** Each day's decisions are made at this hour, UTC. */
const decideAtHour = 6;
const dayMs = 86_400_000;

/**
 * Runs a policy over the past, day by day, on what was known at each day's morning, with the same code that decides today.
 * The past lies in the tables of a session of its own, over the real ones, and goes with it: nothing else is written. Each day is
 * made of several transactions, so that none holds the clearing up of the database back for long. `onStep` is told after each day and ends
 * the run by returning false; then null comes back.
 */
export async function backtestPolicy(
  db: Db,
  policy: Policy,
  { fromDay, days, until, mostSkus = usualSkus }: BacktestSpan,
  onStep: (done: number, all: number) => Promise<boolean> = async () => true,
): Promise<BacktestResult | null> {
  const moments = momentsOf(fromDay, until);
  const sample = await takeSample(db, mostSkus);
  const [company] = await db<{ currency: string; timeZone: string }[]>`
    select base_currency as currency, time_zone as "timeZone" from company`;
  const session = openSession(db, "plimsoll-backtest");
  try {
    await session`select set_config('jit', 'off', false)`;
    await session.begin((tx) => layShadows(tx, "session"));
    await loadHistory((work) => session.begin(work), sample.skuIds, moments[0] ?? until, until);
    const made = nothingMade();
    let terms: TermsKnown | null = null;
    for (const [index, at] of moments.entries()) {
      await standAt(session, sample.skuIds, policy, at, made, index);
      await session.begin(async (tx) => {
        terms ??= await knownTerms(tx, sample.skuIds, at);
        await decideMoment(tx, sample.skuIds, policy, at, made, company?.timeZone ?? "UTC");
      });
      if (!(await onStep(index + 1, moments.length + 1))) return null;
    }
    return await valueAll(session, sample, policy, {
      moments,
      until,
      fromDay,
      lastDay: addDays(fromDay, days - 1),
      made: countedUntil(made, addDays(fromDay, days)),
      currency: company?.currency ?? "USD",
      terms,
    });
  } finally {
    // Gone when this returns, and not only once the server has noticed that the session ended.
    await session.unsafe("discard temp").finally(() => session.end());
  }
}

/** What was decided before a day. */
function countedUntil(made: Made, day: string): Made {
  const isCounted = (at: Date) => at.toISOString() < day;
  return {
    ...made,
    transfers: made.transfers.filter(({ plannedAt }) => isCounted(plannedAt)),
    pauses: made.pauses.filter(({ pausedAt }) => isCounted(pausedAt)),
    others: made.others.filter(({ at }) => isCounted(at)),
  };
}

function momentsOf(fromDay: string, until: Date): Date[] {
  const moments: Date[] = [];
  for (let day = fromDay; ; day = addDays(day, 1)) {
    const at = new Date(`${day}T${String(decideAtHour).padStart(2, "0")}:00:00Z`);
    if (at >= until) return moments;
    moments.push(at);
  }
}

interface Sample {
  skuIds: number[];
  all: number;
}

async function takeSample(db: Db, mostSkus: number): Promise<Sample> {
  const all = await db<{ id: number }[]>`select id from sku where is_product order by id`;
  const every = Math.max(1, Math.ceil(all.length / mostSkus));
  return { skuIds: all.filter((_, i) => i % every === 0).map(({ id }) => id), all: all.length };
}

/** Brings the shadow tables to a moment with what was supposed before it, and every figure with them, part by part. */
async function standAt(
  session: Db,
  skuIds: number[],
  { rules }: Policy,
  at: Date,
  made: Made,
  index: number,
): Promise<void> {
  const pauses = made.pauses.filter(({ resumedAt }) => resumedAt === null);
  const since = await session.begin(async (tx) => {
    await moveTo(tx, skuIds, at, { transfers: made.transfers, pauses });
    if (index % 7 === 0) await profilePlaces(tx, at);
    return index === 0 ? new Date(0) : changedSince(tx, new Date(at.getTime() - 2 * dayMs), at);
  });
  const { transfers } = made;
  await refreshPast((work) => session.begin(work), skuIds, at, { rules, since, transfers });
  await session.begin((tx) => sellSupposed(tx, transfers, at));
}

/** The earliest moment that something speaks of which became known since the last look. */
async function changedSince(tx: Tx, before: Date, at: Date): Promise<Date> {
  const [row] = await tx<{ since: Date | null }[]>`
    select least((select min(occurred_at) from past_move where known_at > ${before} and known_at <= ${at}),
      (select min(placed_at) from past_line where known_at > ${before} and known_at <= ${at}), ${before}) as since`;
  return new Date(Math.min((row?.since ?? before).getTime(), before.getTime()));
}

/** Lets supposed goods that have arrived be sold where sales were missed since: by then they are not there any more. */
async function sellSupposed(tx: Tx, transfers: readonly SupposedTransfer[], at: Date): Promise<void> {
  const arrived = transfers.filter(({ arrivesAt }) => arrivesAt <= at);
  if (arrived.length === 0) return;
  const rows = await tx<{ id: number; missed: number }[]>`
    select s.id, coalesce(sum(f.level_units_per_day * f.weekday_factors[extract(isodow from y.day)::int] * (1 - y.available_share)), 0)::float8 as missed
    from json_to_recordset(${JSON.stringify(arrived)}::text::json) s (id int, "skuId" int, "destinationId" smallint, "arrivesAt" timestamptz)
    join availability_daily y on y.sku_id = s."skuId" and y.location_id = s."destinationId" and y.day > s."arrivesAt"::date
    join forecast f on f.sku_id = y.sku_id and f.location_id = y.location_id
    group by s.id order by s.id`;
  const missed = new Map(rows.map((row) => [row.id, row.missed]));
  const served = new Map<string, number>();
  for (const transfer of arrived) {
    const key = `${transfer.skuId}:${transfer.destinationId}`;
    const left = Math.max(0, (missed.get(transfer.id) ?? 0) - (served.get(key) ?? 0));
    transfer.soldUnits = Math.min(transfer.quantityUnits, Math.round(left));
    served.set(key, (served.get(key) ?? 0) + transfer.soldUnits);
  }
}

async function valueAll(
  session: Db,
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
  await session.begin((tx) => moveTo(tx, sample.skuIds, until, { transfers: [], pauses: [] }));
  await refreshPast((work) => session.begin(work), sample.skuIds, until, {
    rules: policy.rules,
    since: new Date(0),
    transfers: [],
  });
  return sumUp(
    made,
    await session.begin(async (tx) => ({
      transfers: await loadTransferFacts(tx, made.transfers, transfers.horizonDays, until),
      pauses: await loadPauseFacts(tx, made.pauses, until),
      happened: await loadHappened(tx, sample.skuIds, from, until),
    })),
    {
      fromDay: of.fromDay,
      lastDay: of.lastDay,
      until,
      days: of.moments.map((at) => at.toISOString().slice(0, 10)),
      currency: of.currency,
      substitution: sales.substitutionShare,
      sampledSkus: sample.skuIds.length,
      allSkus: sample.all,
      terms: of.terms,
    },
  );
}
