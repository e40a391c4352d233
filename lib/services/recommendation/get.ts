import type { Queryable } from "@/db/client";
import {
  type Activity,
  findRecommendation,
  recommendationActivity,
  type RecommendationDetail as StoredDetail,
} from "@/db/queries/recommendation-detail";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import { noRecommendation } from "./missing";
import type { BlockedReason, Evidence, Option, Problem } from "./types";

export type RecommendationDetail = Omit<
  StoredDetail,
  "problem" | "option" | "options" | "evidence" | "blockedReasons"
> & {
  problem: Problem;
  option: Option | null;
  options: Option[];
  evidence: Evidence[];
  blockedReasons: BlockedReason[];
  /** What was done about it, newest first. */
  activity: Activity[];
};

/** One recommendation with all that its card shows. Throws Forbidden or NotFound. */
export async function getRecommendation(
  db: Queryable,
  actor: Actor,
  id: number,
): Promise<RecommendationDetail> {
  authorise(actor, "read");
  const [found, activity] = await Promise.all([findRecommendation(db, id), recommendationActivity(db, id)]);
  if (!found) throw noRecommendation();
  return { ...(found as Omit<RecommendationDetail, "activity">), activity };
}
