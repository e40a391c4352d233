import type { Queryable } from "@/db/client";
import { termsOf } from "@/lib/decisions/rebalance/joint/cells";
import { termsBeside } from "@/lib/decisions/rebalance/joint/parts";
import type { ShipmentTerms } from "@/lib/decisions/rebalance/joint/types";
import type { RebalanceProblem } from "@/lib/decisions/rebalance/types";
import type { PolicyRules } from "../policy/rules";
import { loadInputs } from "../recommendation/load-inputs";
import type { LaneInput } from "../recommendation/load-lanes";
import { rebalanceProblem } from "../recommendation/problem";

/** SKUs that are loaded at once. */
const batchSize = 1_000;

export interface LoadedProblems {
  problems: RebalanceProblem[];
  lanes: LaneInput[];
  terms: ShipmentTerms[];
}

/** SKUs that are short somewhere or have excess; those with most money at stake first. */
export async function findConcerned(db: Queryable): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select sku_id as id from stock_status group by sku_id
    having bool_or(state in ('out', 'at_risk')) or bool_or(state = 'excess')
    order by sum(money_at_stake_base_minor) desc, sku_id`;
  return rows.map(({ id }) => id);
}

export const ascending = (a: number, b: number): number => a - b;

/** The problems of these SKUs. */
export async function loadProblems(
  db: Queryable,
  skuIds: readonly number[],
  rules: PolicyRules,
  now: Date,
): Promise<LoadedProblems> {
  const problems: RebalanceProblem[] = [];
  let lanes: LaneInput[] = [];
  for (let i = 0; i < skuIds.length; i += batchSize) {
    const inputs = await loadInputs(db, skuIds.slice(i, i + batchSize), now, rules.transfers.horizonDays);
    lanes = inputs.lanes;
    for (const sku of inputs.skus.values()) {
      const problem = rebalanceProblem(inputs, sku, rules, true);
      if (problem) problems.push(problem);
    }
  }
  return { problems, lanes, terms: lanes.map(termsNow) };
}

/** What a lane's next shipment must still hold to beside the orders that it carries already. */
export function termsNow(lane: LaneInput): ShipmentTerms {
  return termsBeside(termsOf(lane), lane.leaving);
}
