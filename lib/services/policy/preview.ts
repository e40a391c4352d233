import type { Db } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { refreshDrift } from "@/lib/metrics/drift/run";
import { refreshStockStatus } from "@/lib/metrics/stock-state/run";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { computeRecommendations } from "@/lib/services/recommendation/compute";
import { getPolicy } from "./get";
import { policyRules } from "./rules";
import { statusRules } from "./status-rules";

/** The same counts under the rules in force and under the ones being edited. */
export interface PolicyEffect {
  outCount: number;
  atRiskCount: number;
  excessCount: number;
  excessMinor: number;
  driftingListings: number;
  shortageCount: number;
  adPauseCount: number;
  excessMoveCount: number;
  blockedCount: number;
  /** Sum of the best options' values. */
  valueMinor: number;
}

export interface PolicyPreview {
  before: PolicyEffect;
  after: PolicyEffect;
  /** SKUs that were looked at; fewer than all in a large workspace, then the figures are of these. */
  sampledSkus: number;
  allSkus: number;
}

/** More than these are judged on every n-th SKU, so that the preview answers while someone moves a slider. */
const mostSkus = 300;
/** Ends the preview's transaction without keeping anything of it. */
const undo = Symbol("preview");

/**
 * What would change if these rules came into force, on today's data. Everything is worked out in a transaction that is taken
 * back, so nothing is kept. Throws Forbidden, or Invalid with the wrong fields.
 */
export async function previewPolicy(
  db: Db,
  actor: Actor,
  rules: unknown,
  now = new Date(),
): Promise<PolicyPreview> {
  authorise(actor, "policy.edit");
  const parsed = policyRules.safeParse(rules);
  if (!parsed.success)
    throw new Invalid("These rules cannot be used yet, so their effect cannot be shown.", {
      say: say("refusals.policy.preview"),
      cause: parsed.error,
      fieldErrors: Object.fromEntries(
        parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]),
      ),
    });
  const all = await db<{ id: number }[]>`select distinct sku_id as id from stock_status order by 1`;
  const every = Math.max(1, Math.ceil(all.length / mostSkus));
  const skuIds = all.filter((_, i) => i % every === 0).map((row) => row.id);
  const policy = await getPolicy(db);
  const [before, after] = [
    await effectOf(db, { ...policy }, skuIds, now),
    await effectOf(db, { ...policy, rules: parsed.data }, skuIds, now),
  ];
  return { before, after, sampledSkus: skuIds.length, allSkus: all.length };
}

async function effectOf(
  db: Db,
  policy: Awaited<ReturnType<typeof getPolicy>>,
  skuIds: number[],
  now: Date,
): Promise<PolicyEffect> {
  let effect: PolicyEffect | undefined;
  const { drift } = policy.rules;
  await db
    .begin(async (tx) => {
      // Kept apart from the refresh of the same SKUs, which writes the same rows.
      await tx`select pg_advisory_xact_lock(hashtext('figures.refresh'))`;
      await refreshStockStatus(tx, skuIds, statusRules(policy.rules), now);
      await refreshDrift(tx, skuIds, { units: drift.toleranceUnits, share: drift.toleranceShare }, now);
      const candidates = await computeRecommendations(tx, skuIds, policy, now);
      const [counts] = await tx<
        Pick<PolicyEffect, "outCount" | "atRiskCount" | "excessCount" | "excessMinor" | "driftingListings">[]
      >`
        select count(*) filter (where state = 'out')::int as "outCount", count(*) filter (where state = 'at_risk')::int as "atRiskCount",
          count(*) filter (where state = 'excess')::int as "excessCount", coalesce(sum(excess_base_minor), 0)::bigint as "excessMinor",
          (select count(*)::int from listing where sku_id = any(${skuIds}) and drift_since is not null) as "driftingListings"
        from stock_status where sku_id = any(${skuIds})`;
      const count = (kind: string) => candidates.filter((candidate) => candidate.kind === kind).length;
      effect = {
        ...(counts ?? { outCount: 0, atRiskCount: 0, excessCount: 0, excessMinor: 0, driftingListings: 0 }),
        shortageCount: count("shortage"),
        adPauseCount: count("ad_pause"),
        excessMoveCount: count("excess"),
        blockedCount: candidates.filter((candidate) => candidate.blockedReasons.length > 0).length,
        valueMinor: candidates.reduce((sum, candidate) => sum + candidate.valueMinor, 0),
      };
      throw undo;
    })
    .catch((reason: unknown) => {
      if (reason !== undo) throw reason;
    });
  if (!effect) throw new Error("The preview ended without a result.");
  return effect;
}
