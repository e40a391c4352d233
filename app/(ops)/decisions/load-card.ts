import { auditReason } from "@/app/_edge/audit-reason";
import { getSaid } from "@/app/_edge/get-said";
import type { DecisionView } from "@/components/decision-card";
import type { Db } from "@/db/client";
import { sourceNames } from "@/db/queries/decision-page";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { getPolicy, type Policy } from "@/lib/services/policy/get";
import { getRecommendation, type RecommendationDetail } from "@/lib/services/recommendation/get";
import { quantityLimitsOf } from "@/lib/services/recommendation/quantity-limits";
import { loadAuthority } from "./_view/authority";
import { buildDecisionView, type QuantityLimits } from "./_view/build-view";
import { textOf, type Words } from "./_view/words";
import type { TabName } from "./query";

/** What may be done about one action beside undoing it. */
export interface ActionTool {
  actionId: string;
  kind: "retry" | "confirm";
  /** Of an ad's switch: which way. */
  verb: RecommendationDetail["actions"][number]["kind"];
  name: string;
}

/** A card with what stands around it. */
export interface Card {
  view: DecisionView;
  tab: TabName;
  tools: ActionTool[];
  /** Snoozed, and the person may bring it back. */
  mayWake: boolean;
  activity: { at: string; actorName: string; verb: string; reason: string | null }[];
}

/** One recommendation as its card shows it. Throws Forbidden or NotFound. */
export async function loadCard(db: Db, actor: Actor, words: Words, id: number): Promise<Card> {
  const [said, detail, policy, names] = await Promise.all([
    getSaid(),
    getRecommendation(db, actor, id),
    getPolicy(db),
    sourceNames(db),
  ]);
  const [limits, authority] = await Promise.all([
    loadLimits(db, actor, detail, policy),
    loadAuthority(db, actor, words, detail, policy),
  ]);
  const sourceName = (key: string) => {
    const known = `source.${key}`;
    return names.get(key) ?? (words.has(known) ? words.t(known) : key);
  };
  return {
    view: buildDecisionView(detail, {
      words,
      said,
      actor,
      excessAfterDays: policy.rules.stock.excessAfterDays,
      sourceName,
      limits,
      authority,
    }),
    tab: tabOf(detail),
    tools: may(actor.role, `decide.${detail.team}`) ? toolsOf(detail) : [],
    mayWake: detail.state === "snoozed" && may(actor.role, `decide.${detail.team}`),
    activity: detail.activity.map(({ at, actorName, verb, reason }) => ({
      at: at.toISOString(),
      actorName,
      verb,
      reason: reason && auditReason(said, verb, reason),
    })),
  };
}

const ended = new Set(["verified", "undone", "refused", "cancelled"]);

function tabOf({ state, attention, actions, steps }: RecommendationDetail): TabName {
  if (state === "open" || state === "blocked") return "todo";
  if (state === "snoozed") return "snoozed";
  if (state !== "approved") return "closed";
  if (attention) return "todo";
  if (steps.some((step) => step.state === "waiting")) return "todo";
  const isOver = actions.every((action) => ended.has(action.state));
  return isOver && steps.every((step) => step.state !== "scheduled") ? "done" : "way";
}

function toolsOf(detail: RecommendationDetail): ActionTool[] {
  const campaign = textOf(detail.problem.params.campaignName) || (detail.campaignName ?? "");
  return detail.actions.flatMap((action): ActionTool[] => {
    const base = { actionId: action.id, verb: action.kind, name: action.transferNumber ?? campaign };
    if (action.state === "failed") return [{ ...base, kind: "retry" }];
    const isSwitch = action.kind === "ad_pause" || action.kind === "ad_resume";
    const waits = action.state === "accepted" || action.state === "unconfirmed";
    return isSwitch && waits && action.executor === "manual" ? [{ ...base, kind: "confirm" }] : [];
  });
}

/** How far quantities may be changed; nothing for those who may not decide. */
async function loadLimits(
  db: Db,
  actor: Actor,
  detail: RecommendationDetail,
  policy: Policy,
): Promise<QuantityLimits> {
  if (detail.state !== "open" || !may(actor.role, `decide.${detail.team}`)) return new Map();
  const limits = await quantityLimitsOf(db, actor, detail, policy);
  return new Map(
    [...limits].map(([key, { leastUnits: min, mostUnits: max, stepUnits: step }]) => [
      key,
      { min, max, step },
    ]),
  );
}
