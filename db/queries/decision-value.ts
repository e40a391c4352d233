import type { Queryable } from "@/db/client";

/** Which decisions are looked at. */
export interface ValueFilter {
  /** Null: every team. */
  team: string | null;
  /** Kind of action; null: every kind. */
  kind: string | null;
  /** Days back. */
  days: number;
  /** First day of the one week that is looked at, instead of the days; null: all of them. */
  week: string | null;
  /** The moment that days count back from; left out: now. */
  now?: Date;
}

/** Low, middle and high sums, minor units of the company's currency. */
export interface Sums {
  low: number;
  mid: number;
  high: number;
}

/** Actions of which something was expected, a row each; what people set by hand is nobody's claim. */
const decided = (db: Queryable, { team, kind, ...time }: ValueFilter) => db`
  decided as (
    select a.*, coalesce(r.team, case when starts_with(a.kind, 'ad_') then 'marketing' else 'supply' end) as team,
      r.policy_version, r.sku_id,
      a.state in ('failed', 'refused', 'cancelled') as is_failed,
      a.state = 'verified' and a.realised_minor is not null and a.claimed_minor is not null as is_measured,
      exists (select from audit_event e where e.entity = 'recommendation' and e.entity_id = a.recommendation_id::text
        and e.verb = 'recommendation.approve' and e.actor_kind = 'policy') as by_policy
    from action a left join recommendation r on r.id = a.recommendation_id
    where a.undo_of is null and a.expected_minor is not null
      and ${within(db, "a.created_at", time)} and (${kind}::text is null or a.kind = ${kind}))
  , shown as (select * from decided where ${team}::text is null or team = ${team})`;

const within = (
  db: Queryable,
  column: string,
  { days, week, now = new Date() }: Omit<ValueFilter, "team" | "kind">,
) => {
  const moment = db.unsafe(column);
  return week === null
    ? db`${moment} > ${now}::timestamptz - make_interval(days => ${days})`
    : db`${moment} >= ${week}::date and ${moment} < ${week}::date + 7`;
};

const sums = (db: Queryable) => db`
  count(*)::int as actions, (count(*) filter (where is_measured))::int as measured, (count(*) filter (where is_failed))::int as failed,
  (count(*) filter (where is_measured and realised_at is null))::int as running,
  (count(*) filter (where unmeasurable is not null and not is_measured and not is_failed))::int as unmeasurable,
  coalesce(sum(expected_minor) filter (where not is_measured and not is_failed), 0)::float8 as "waitingExpected",
  coalesce(sum(claimed_low_minor) filter (where is_measured), 0)::float8 as "expectedLow",
  coalesce(sum(claimed_minor) filter (where is_measured), 0)::float8 as expected,
  coalesce(sum(claimed_high_minor) filter (where is_measured), 0)::float8 as "expectedHigh",
  coalesce(sum(realised_low_minor) filter (where is_measured), 0)::float8 as "realisedLow",
  coalesce(sum(realised_minor) filter (where is_measured), 0)::float8 as realised,
  coalesce(sum(realised_high_minor) filter (where is_measured), 0)::float8 as "realisedHigh"`;

/** What was expected of the measured days, and what came of them, summed over the measured ones; those that failed brought nothing. */
export interface ValueSums {
  actions: number;
  measured: number;
  failed: number;
  /** Measured, and still counting. */
  running: number;
  /** Cannot be measured, for a reason that is known. */
  unmeasurable: number;
  /** What was expected of those that are neither measured nor failed, over all of their days. */
  waitingExpected: number;
  expectedLow: number;
  expected: number;
  expectedHigh: number;
  realisedLow: number;
  realised: number;
  realisedHigh: number;
}

/** What was decided week by week, newest first; weeks by when it was decided. */
export function valueOfWeeks(db: Queryable, filter: ValueFilter) {
  return db<(ValueSums & { from: string })[]>`
    with ${decided(db, filter)}
    select (date_trunc('week', created_at))::date as "from", ${sums(db)} from shown group by 1 order by 1 desc`;
}

/** The same by team and kind of action, most realised first. */
export function valueOfKinds(db: Queryable, filter: ValueFilter) {
  return db<(ValueSums & { team: string; kind: string })[]>`
    with ${decided(db, filter)} select team, kind, ${sums(db)} from shown group by 1, 2 order by realised desc, 1, 2`;
}

/** What a policy approved by itself, by kind. */
export function valueOfPolicies(db: Queryable, filter: ValueFilter) {
  return db<(ValueSums & { kind: string; approvedBy: string; undone: number })[]>`
    with ${decided(db, filter)}
    select kind, approved_by as "approvedBy", (count(*) filter (where state in ('undoing', 'undone')))::int as undone, ${sums(db)}
    from shown where by_policy group by 1, 2 order by 2, 1`;
}

/** Advice that people followed elsewhere in the period, by team and kind: expected of it, and never measured. */
export function adviceFollowed(db: Queryable, { team, kind, ...time }: ValueFilter) {
  return db<{ team: string; kind: string; count: number; expected: number }[]>`
    select team, o.value ->> 'kind' as kind, count(*)::int as count, sum((o.value ->> 'valueMinor')::bigint)::float8 as expected
    from recommendation r cross join lateral jsonb_array_elements(r.options) o
    where state = 'rejected' and o.value ->> 'key' = chosen_option and not (o.value ->> 'executable')::boolean
      and ${within(db, "decided_at", time)} and (${team}::text is null or team = ${team})
      and (${kind}::text is null or o.value ->> 'kind' = ${kind})
    group by 1, 2 order by expected desc, 1, 2`;
}

/** What was offered in the period and not followed: it counts nothing. */
export function notFollowed(db: Queryable, { team, ...time }: Omit<ValueFilter, "kind">) {
  return db<{ team: string; rejected: number; expired: number; claimed: number }[]>`
    select team, (count(*) filter (where state = 'rejected'))::int as rejected, (count(*) filter (where state = 'expired'))::int as expired,
      sum(value_minor)::float8 as claimed
    from recommendation
    where state in ('rejected', 'expired') and chosen_option is null and ${within(db, "updated_at", time)} and (${team}::text is null or team = ${team})
    group by 1 order by 1`;
}

/** The factors in force. */
export function claimFactorsInForce(db: Queryable) {
  return db<{ version: number; kind: string; factor: number; cases: number; computedAt: Date }[]>`
    select version, kind, factor::float8 as factor, cases, computed_at as "computedAt" from claim_factor
    where version = (select max(version) from claim_factor) order by kind`;
}

/** Every action of the filter, newest first, streamed. */
export async function* exportDecisionValues(db: Queryable, filter: ValueFilter) {
  const cursor = db<
    {
      id: string;
      createdAt: Date;
      team: string;
      kind: string;
      state: string;
      sku: string | null;
      policyVersion: number | null;
      approvedBy: string;
      byPolicy: boolean;
      expectedLow: number | null;
      expected: number | null;
      expectedHigh: number | null;
      expectedDays: number | null;
      claimed: number | null;
      realisedLow: number | null;
      realised: number | null;
      realisedHigh: number | null;
      isFinal: boolean;
    }[]
  >`
    with ${decided(db, filter)}
    select s.id, s.created_at as "createdAt", s.team, s.kind, s.state, k.code as sku, s.policy_version as "policyVersion",
      s.approved_by as "approvedBy", s.by_policy as "byPolicy", s.expected_low_minor as "expectedLow", s.expected_minor as expected,
      s.expected_high_minor as "expectedHigh", s.expected_days::float8 as "expectedDays", s.claimed_minor as claimed,
      case when is_failed then 0 else s.realised_low_minor end as "realisedLow",
      case when is_failed then 0 else s.realised_minor end as realised,
      case when is_failed then 0 else s.realised_high_minor end as "realisedHigh", s.realised_at is not null as "isFinal"
    from shown s left join sku k on k.id = s.sku_id order by s.created_at desc, s.id`.cursor(1000);
  for await (const batch of cursor) yield* batch;
}
