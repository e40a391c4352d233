import { leastWorthMinor } from "@/lib/decisions/least-worth";
import { decideRebalance } from "@/lib/decisions/rebalance/decide";
import { moveCostMinor } from "@/lib/decisions/rebalance/describe";
import { transferStep } from "@/lib/decisions/rebalance/option-transfer";
import type { RebalanceProblem, TransferMove } from "@/lib/decisions/rebalance/types";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { doNothing, toCandidate, uniqueEvidence } from "./candidate";
import { forecastEvidence, marginEvidence, stockEvidence } from "./evidence";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";
import { toOption } from "./option";
import type { Candidate } from "./types";

/**
 * One candidate for each place with excess from which the SKU's plan sends goods to places that are not short: those are in
 * the shortages' own recommendations. `taken` says where shortages are dealt with.
 */
export function excessCandidates(
  inputs: Inputs,
  sku: SkuInput,
  problem: RebalanceProblem,
  taken: ReadonlySet<number>,
  rules: PolicyRules,
): Candidate[] {
  const excess = sku.shelves.filter((shelf) => shelf.state === "excess");
  if (excess.length === 0) return [];
  const moves = decideRebalance(problem).moves.filter((move) => !taken.has(Number(move.to)));
  return excess.flatMap((shelf) => {
    const own = moves.filter((move) => move.from === shelf.locationId);
    return own.length > 0 ? (excessCandidate(inputs, sku, problem, { shelf, moves: own, rules }) ?? []) : [];
  });
}

function excessCandidate(
  inputs: Inputs,
  sku: SkuInput,
  problem: RebalanceProblem,
  of: { shelf: ShelfInput; moves: TransferMove[]; rules: PolicyRules },
): Candidate | null {
  const { shelf, moves, rules } = of;
  const location = inputs.locations.get(shelf.locationId);
  // Priced alone: the range of these moves, not of the whole plan.
  const lanes = problem.lanes.filter((lane) => moves.some((move) => move.laneId === lane.id));
  const alone = decideRebalance({ ...problem, lanes });
  const [first] = alone.moves;
  const leastMinor = leastWorthMinor(problem.sku.marginMinorPerUnit, problem.policy.hurdleShareOfMargin);
  if (!location || !first || alone.value.midMinor < leastMinor) return null;
  const option = toOption(
    {
      key: alone.moves.length === 1 ? `transfer:${first.laneId}` : "transfer:plan",
      kind: "transfer",
      value: alone.value,
      costMinor: alone.moves.reduce((sum, move) => sum + moveCostMinor(move), 0),
      effectInDays: Math.max(...alone.moves.map((move) => move.leadTimeDays)),
      quantity: alone.moves.reduce((sum, move) => sum + move.quantity, 0),
      unsolved: [],
      steps: alone.moves.map(transferStep),
      executable: true,
    },
    {
      ...{ inputs, sku, campaigns: [], budgets: new Map(), overshown: [], shelf },
      horizonDays: problem.policy.horizonDays,
    },
  );
  const receivers = [...new Set(alone.moves.map((move) => Number(move.to)))];
  const lossMinorPerDay = Math.round(option.valueMinor / problem.policy.horizonDays);
  return toCandidate(
    {
      kind: "excess",
      team: "supply",
      subjectKey: `excess:${sku.id}:${shelf.locationId}`,
      skuId: sku.id,
      locationId: shelf.locationId,
      campaignId: null,
      productAdId: null,
      problem: {
        key: "excess",
        params: {
          skuCode: sku.code,
          skuTitle: sku.title,
          locationId: shelf.locationId,
          locationCode: location.code,
          locationName: location.name,
          availableUnits: shelf.available,
          excessUnits: shelf.excessUnits,
          excessMinor: shelf.excessMinor,
          coverDays: shelf.coverDays,
          currency: inputs.currency,
          lossMinorPerDay,
        },
        locationIds: [shelf.locationId, ...receivers],
      },
      options: [option, doNothing(option)],
      evidence: uniqueEvidence([
        stockEvidence(inputs, sku, shelf, rules),
        forecastEvidence(inputs, sku, shelf),
        marginEvidence(problem.sku.marginMinorPerUnit, inputs, shelf),
        ...sku.shelves
          .filter((other) => receivers.includes(other.locationId))
          .flatMap((other) => [
            stockEvidence(inputs, sku, other, rules),
            forecastEvidence(inputs, sku, other),
          ]),
      ]),
      lossMinorPerDay,
      state: shelf.state,
      packSizeUnits: sku.packSize,
    },
    inputs.now,
  );
}
