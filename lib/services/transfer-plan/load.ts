import type { Queryable } from "@/db/client";
import type { ShipmentTerms } from "@/lib/decisions/rebalance/joint/types";
import type { RebalanceProblem } from "@/lib/decisions/rebalance/types";
import type { PolicyRules } from "../policy/rules";
import { loadInputs } from "../recommendation/load-inputs";
import type { LaneInput } from "../recommendation/load-lanes";
import { rebalanceProblem } from "../recommendation/problem";

/** SKUs that are loaded at once. */
const batchSize = 1_000;

/** The problems of all SKUs that are short somewhere or have excess, and the lanes they share. */
export async function loadJointProblem(
  db: Queryable,
  rules: PolicyRules,
  now: Date,
): Promise<{ problems: RebalanceProblem[]; lanes: LaneInput[]; terms: ShipmentTerms[] }> {
  const ids = await db<{ id: number }[]>`
    select sku_id as id from stock_status group by sku_id
    having bool_or(state in ('out', 'at_risk')) or bool_or(state = 'excess') order by 1`;
  const problems: RebalanceProblem[] = [];
  let lanes: LaneInput[] = [];
  for (let i = 0; i < ids.length; i += batchSize) {
    const batch = ids.slice(i, i + batchSize).map(({ id }) => id);
    const inputs = await loadInputs(db, batch, now, rules.transfers.horizonDays);
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
  const { leaving } = lane;
  const left = (limit: number | null, taken: number) => (limit === null ? null : Math.max(0, limit - taken));
  return {
    laneId: lane.id,
    fixedMinor: Math.max(0, lane.fixedMinor - leaving.fixedMinor),
    minUnits: Math.max(0, lane.minQuantity - leaving.units),
    minValueMinor: Math.max(0, lane.minValueMinor - leaving.goodsMinor),
    capacityUnits: left(lane.maxQuantity, leaving.units),
    capacityGrams: left(lane.maxGrams, leaving.grams),
    capacityCm3: left(lane.maxCm3, leaving.cm3),
  };
}
