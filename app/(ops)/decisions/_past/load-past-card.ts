import { auditReason } from "@/app/_edge/audit-reason";
import { getSaid } from "@/app/_edge/get-said";
import type { DecisionView } from "@/components/decision-card";
import type { Db } from "@/db/client";
import { sourceNames } from "@/db/queries/decision-page";
import type { Actor } from "@/lib/services/_shared/actor";
import { getPolicy } from "@/lib/services/policy/get";
import { getRecommendationThen, type RecommendationThen } from "@/lib/services/recommendation/get-then";
import { buildDecisionView } from "../_view/build-view";
import { noSteps } from "../_view/step-authority";
import type { Words } from "../_view/words";
import type { Card } from "../load-card";

/** A card as it stood at a moment. */
export interface PastCard extends Pick<Card, "view" | "activity"> {
  /** How far its options and evidence are those of the moment. */
  kept: RecommendationThen["kept"];
  computedAt: Date;
}

/** Nothing can be done in the past, so nothing is offered. */
const nothing = { approve: false, reject: false, snooze: false, undo: false } as const;

/** One recommendation as it stood at a moment; null: it had not been made yet. Throws Forbidden. */
export async function loadPastCard(
  db: Db,
  actor: Actor,
  words: Words,
  id: number,
  asOf: Date,
): Promise<PastCard | null> {
  const [said, detail, policy, names] = await Promise.all([
    getSaid(),
    getRecommendationThen(db, actor, id, asOf),
    getPolicy(db),
    sourceNames(db),
  ]);
  if (!detail) return null;
  const view = buildDecisionView(detail, {
    words,
    said,
    actor,
    excessAfterDays: policy.rules.stock.excessAfterDays,
    sourceName: (key) => names.get(key) ?? (words.has(`source.${key}`) ? words.t(`source.${key}`) : key),
    limits: new Map(),
    authority: { second: null, optionKey: null, byOption: new Map(), autopilot: null, steps: noSteps },
  });
  return {
    view: toRead(view),
    kept: detail.kept,
    computedAt: detail.updatedAt,
    activity: detail.activity.map(({ at, actorName, verb, reason }) => ({
      at: at.toISOString(),
      actorName,
      verb,
      reason: reason && auditReason(said, verb, reason),
    })),
  };
}

const toRead = (view: DecisionView): DecisionView => ({
  ...view,
  may: nothing,
  waiting: null,
  blocked: view.blocked && { reason: view.blocked.reason },
});
