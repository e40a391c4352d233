import type { Db, Queryable } from "@/db/client";
import { placeGauges } from "@/db/queries/recommendation-detail";
import { NotFound } from "@/lib/core/errors";
import { readPast } from "@/lib/services/past/read-past";
import { anyTime, readRecords } from "@/lib/services/past/records/read-records";
import type { Actor } from "../_shared/actor";
import { getRecommendation, type RecommendationDetail } from "./get";

export interface RecommendationThen extends RecommendationDetail {
  /**
   * all: options and evidence are those of the moment. best: of the options only the best is kept, and no evidence. later: they
   * are those of `updatedAt`, which lies after the moment.
   */
  kept: "all" | "best" | "later";
}

/**
 * One recommendation as it stood at a moment, with the stock of its places as it was known then. Null: it had not been made yet, or
 * there is none. Throws Forbidden, or Invalid for a moment that has not come.
 */
export async function getRecommendationThen(
  db: Db,
  actor: Actor,
  id: number,
  asOf: Date,
): Promise<RecommendationThen | null> {
  const found = await readRecords(db, asOf, (past) => findThen(past, actor, id, asOf), anyTime);
  if (!found || found.skuId === null || found.locationIds.length === 0) return found;
  const { skuId, locationIds } = found;
  const gauges = await readPast(db, asOf, [skuId], (past) => placeGauges(past, skuId, locationIds, asOf));
  return { ...found, gauges };
}

async function findThen(
  past: Queryable,
  actor: Actor,
  id: number,
  asOf: Date,
): Promise<RecommendationThen | null> {
  const detail = await getRecommendation(past, actor, id).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (!detail) return null;
  const [only] = await past`
    select 1 from past_queue q join recommendation_past k on k.recommendation_id = q.id and k.until_at = q.until_at
    where q.id = ${id} and k.evidence is null`;
  const isWaiting = detail.decidedAt === null;
  return { ...detail, kept: only ? "best" : isWaiting && detail.updatedAt > asOf ? "later" : "all" };
}
