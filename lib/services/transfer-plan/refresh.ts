import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { getPolicy } from "../policy/get";
import { findPlanGaps } from "./gaps";
import { loadJointProblem } from "./load";
import { planInThread } from "./plan-in-thread";
import { storePlan } from "./store";

export interface RefreshedPlan {
  skus: number;
  optimalityGap: number;
  milliseconds: number;
  /** SKUs that find other terms on some lane than before: their recommendations are to be looked at again. */
  affectedSkuIds: number[];
}

/** Plans kept as rows, so that their gaps can be compared. */
const plansKept = 500;

/**
 * Plans the transfers of all SKUs together and stores how each lane stands in that plan. Null: another process is at it.
 */
export async function refreshTransferPlan(db: Db, now = new Date()): Promise<RefreshedPlan | null> {
  return db.begin(async (tx) => {
    const [lock] = await tx<
      { taken: boolean }[]
    >`select pg_try_advisory_xact_lock(hashtext('transfers.plan')) as taken`;
    if (!lock?.taken) return null;
    const policy = await getPolicy(tx);
    const { problems, lanes, terms } = await loadJointProblem(tx, policy.rules, now);
    const started = performance.now();
    const plan = await planInThread({ problems, terms });
    const milliseconds = performance.now() - started;
    const changed = await storePlan(tx, plan, lanes, {
      policyVersion: policy.version,
      now,
      milliseconds,
      gaps: await findPlanGaps(tx, lanes),
    });
    await tx`delete from transfer_plan where id <= (select max(id) from transfer_plan) - ${plansKept}`;
    await announce(tx, "recommendations", {});
    const affectedSkuIds = problems
      .filter((problem) => problem.lanes.some((lane) => changed.has(Number(lane.id))))
      .map(({ sku }) => Number(sku.id));
    return { skus: problems.length, optimalityGap: plan.optimalityGap, milliseconds, affectedSkuIds };
  });
}
