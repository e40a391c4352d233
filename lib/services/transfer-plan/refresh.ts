import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { getPolicy } from "../policy/get";
import { findPlanGaps } from "./gaps";
import { planInParts } from "./plan-in-parts";
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
    const { plan, lanes, milliseconds } = await planInParts(tx, policy.rules, now);
    const changed = await storePlan(tx, plan, lanes, {
      policyVersion: policy.version,
      now,
      milliseconds,
      gaps: await findPlanGaps(tx, lanes),
    });
    await tx`delete from transfer_plan where id <= (select max(id) from transfer_plan) - ${plansKept}`;
    await announce(tx, "recommendations", {});
    const affectedSkuIds = await findUsers(tx, [...changed]);
    return { skus: plan.plans.length, optimalityGap: plan.optimalityGap, milliseconds, affectedSkuIds };
  });
}

/** SKUs that could go on one of these lanes: from excess, or to where they are short. */
async function findUsers(db: Queryable, laneIds: readonly number[]): Promise<number[]> {
  if (laneIds.length === 0) return [];
  const rows = await db<{ id: number }[]>`
    select distinct origin.sku_id as id from lane l
    join stock_status origin on origin.location_id = l.origin_id
    join stock_status destination on destination.sku_id = origin.sku_id and destination.location_id = l.destination_id
    where l.id = any(${laneIds}) and (origin.state = 'excess' or destination.state in ('out', 'at_risk')) order by 1`;
  return rows.map(({ id }) => id);
}
