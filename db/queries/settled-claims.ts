import type { Queryable } from "@/db/client";

/** One action whose worth is final: what was claimed of its measured days before shrinking, and what came of them; company's currency. */
export interface SettledClaimRow {
  kind: string;
  policyVersion: number | null;
  claimedMinor: number;
  realisedMinor: number;
}

/**
 * Actions of the year before `now` whose measure is final. What was claimed is taken before it was shrunk, so that a factor in force
 * does not hide the error it corrects, and only of the days that are measured.
 */
export function settledClaims(db: Queryable, now = new Date()): Promise<SettledClaimRow[]> {
  return db<SettledClaimRow[]>`
    select a.kind, r.policy_version as "policyVersion", a.claimed_minor / coalesce(c.factor, 1) as "claimedMinor",
      a.realised_minor::float8 as "realisedMinor"
    from action a
    left join recommendation r on r.id = a.recommendation_id
    left join lateral (
      select (o -> 'claim' ->> 'factor')::float8 as factor from jsonb_array_elements(r.options) o
      where o ->> 'key' = r.chosen_option limit 1) c on true
    where a.state = 'verified' and a.undo_of is null and a.realised_at is not null and a.claimed_minor is not null
      and a.verified_at > ${now}::timestamptz - interval '1 year'`;
}
