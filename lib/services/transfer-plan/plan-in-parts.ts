import type { Queryable } from "@/db/client";
import { type JointMoves, joinParts, nothingPlanned } from "@/lib/decisions/rebalance/joint/parts";
import type { PolicyRules } from "../policy/rules";
import type { LaneInput } from "../recommendation/load-lanes";
import { ascending, findConcerned, loadProblems } from "./load";
import { planInThread } from "./plan-in-thread";

/** SKUs that are held in memory and planned together. */
const skusTogether = 10_000;

export interface PlannedInParts {
  plan: JointMoves;
  lanes: LaneInput[];
  /** Spent on planning, without loading. */
  milliseconds: number;
}

/**
 * Plans the transfers of all SKUs. Beyond `together` SKUs in parts, those with most money at stake first, each on what the
 * parts before it left of the lanes: memory stays that of one part, and the gap says what that costs at most.
 */
export async function planInParts(
  db: Queryable,
  rules: PolicyRules,
  now: Date,
  together = skusTogether,
): Promise<PlannedInParts> {
  const skuIds = await findConcerned(db);
  const parts = Math.max(1, Math.ceil(skuIds.length / together));
  const planned: PlannedInParts = { plan: nothingPlanned, lanes: [], milliseconds: 0 };
  for (let part = 0; part < parts; part++) {
    const ids = skuIds.slice(part * together, (part + 1) * together).toSorted(ascending);
    const { problems, lanes, terms } = await loadProblems(db, ids, rules, now);
    const started = performance.now();
    const own = await planInThread({ problems, terms, sent: planned.plan.shipments, parts });
    planned.milliseconds += performance.now() - started;
    planned.plan = joinParts(planned.plan, own);
    planned.lanes = lanes;
  }
  return planned;
}
