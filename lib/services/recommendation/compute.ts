import type { Queryable } from "@/db/client";
import type { Policy } from "@/lib/services/policy/get";
import { loadClaimFactors, shrinkCandidate } from "./shrink-claims";
import type { Candidate } from "./types";
import { candidatesOf, loadWorld } from "./world";

/** SKUs that are loaded at once. */
const batchSize = 1_000;

/**
 * Works out every recommendation that these SKUs ask for, on their figures as they stand in the database; nothing is
 * written. Each subject comes once. Figures (stock_status, forecast) must be current: the refresh sees to it.
 */
export async function computeRecommendations(
  db: Queryable,
  skuIds: number[] | "all",
  policy: Policy,
  now: Date,
): Promise<Candidate[]> {
  const wanted = await skusOfInterest(db, skuIds, policy.rules.transfers.horizonDays);
  const factors = await loadClaimFactors(db, now);
  const candidates = new Map<string, Candidate>();
  for (let i = 0; i < wanted.length; i += batchSize) {
    const world = await loadWorld(db, wanted.slice(i, i + batchSize), policy.rules, now);
    for (const candidate of candidatesOf(world, policy.rules))
      candidates.set(candidate.subjectKey, shrinkCandidate(candidate, factors));
  }
  return [...candidates.values()];
}

/** SKUs that are short somewhere, have excess beside a place that needs some, or are advertised. */
async function skusOfInterest(
  db: Queryable,
  skuIds: number[] | "all",
  horizonDays: number,
): Promise<number[]> {
  const among = (column: "s.sku_id" | "a.sku_id") =>
    skuIds === "all" ? db`true` : db`${db.unsafe(column)} = any(${skuIds})`;
  const rows = await db<{ id: number }[]>`
    select sku_id as id from stock_status s where ${among("s.sku_id")} group by sku_id
    having bool_or(state in ('out', 'at_risk')) or (bool_or(state = 'excess') and bool_or(cover_days < ${horizonDays}))
    union
    select a.sku_id from product_ad a where ${among("a.sku_id")} and a.state <> 'ended'
    order by 1`;
  return rows.map((row) => row.id);
}
