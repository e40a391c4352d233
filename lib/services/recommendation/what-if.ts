import { setImmediate } from "node:timers/promises";
import type { Db } from "@/db/client";
import { findTippingPoints, type WhatIf } from "@/lib/decisions/what-if/tipping-points";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { getPolicy } from "../policy/get";
import { dialsOf } from "./dials";
import type { RecommendationDetail } from "./get";
import { loadClaimFactors, shrinkCandidate } from "./shrink-claims";
import type { Candidate } from "./types";
import { whatWouldEndShift } from "./what-if-shift";
import { candidatesOf, loadWorld } from "./world";

/**
 * What would change a decision: it is worked out again with one input turned at a time, until another way is best. Null where
 * it cannot be told: of a whole campaign, or when on this moment's data something else is best already. Writes nothing.
 * Throws Forbidden.
 */
export async function whatWouldChange(
  db: Db,
  actor: Actor,
  detail: Pick<RecommendationDetail, "skuId" | "subjectKey" | "options" | "kind" | "problem">,
): Promise<WhatIf | null> {
  authorise(actor, "read");
  const { skuId, subjectKey } = detail;
  const now = new Date();
  const { rules } = await getPolicy(db);
  if (skuId === null) return whatWouldEndShift(db, subjectKey, rules, now);
  const [factors, world] = [await loadClaimFactors(db, now), await loadWorld(db, [skuId], rules, now)];
  const bestOf = (candidates: readonly Candidate[]) => {
    const own = candidates.find((candidate) => candidate.subjectKey === subjectKey);
    return own ? (shrinkCandidate(own, factors).options[0] ?? null) : null;
  };
  const best = bestOf(candidatesOf(world, rules));
  if (!best || best.key !== detail.options[0]?.key) return null;
  const needId = detail.kind === "excess" ? null : (detail.problem.locationIds[0] ?? null);
  return findTippingPoints(
    dialsOf(world, skuId, needId, best),
    best.key,
    (changed) => bestOf(candidatesOf(changed, rules))?.key ?? null,
    // Other requests come in between: a card that explains itself must not hold up a page.
    { between: () => setImmediate() },
  );
}
