import {
  type DemandRate,
  type TailTable,
  tailAt,
  tailTable,
  windowDemand,
} from "@/lib/metrics/demand-distribution/compute";

/** A span of days with one rate of demand; goods that arrive lie there from its beginning. */
export interface ShelfSpan {
  days: number;
  demand: DemandRate;
  receivedUnits: number;
}

/** What may lie on the shelf, units with their weights; the weights add up to 1. */
export interface ShelfState {
  units: number[];
  weights: number[];
}

/** Levels that are told apart; twice as many moved no value by a hundredth of it in the tests. */
const cells = 40;
/** Levels less likely than this are not followed. */
const negligible = 1e-9;

/** A shelf whose stock is known. Less than 0: owed, taken off what arrives. */
export const shelfOf = (units: number): ShelfState => ({ units: [units], weights: [1] });

/**
 * Expected units sold in a span, and what is left. Demand that finds the shelf empty is gone. Levels are kept as a
 * distribution, so that a span with little left and one with much are not averaged into one with enough.
 */
export function walkSpan(state: ShelfState, span: ShelfSpan): { soldUnits: number; left: ShelfState } {
  const table = tailTable(windowDemand(span.demand, span.days));
  const units = state.units.map((level) => level + span.receivedUnits);
  const highest = Math.max(0, ...units);
  const width = Math.max(1, highest / cells);
  const sums = new Map<number, { weight: number; units: number }>();
  const put = (level: number, weight: number) => {
    const cell = level <= 0 ? level : Math.ceil(level / width);
    const sum = sums.get(cell) ?? { weight: 0, units: 0 };
    sums.set(cell, { weight: sum.weight + weight, units: sum.units + weight * level });
  };
  let soldUnits = 0;
  units.forEach((level, index) => {
    const weight = state.weights[index] ?? 0;
    if (level <= 0) put(level, weight);
    else soldUnits += weight * sell(table, level, (left, chance) => put(left, weight * chance));
  });
  const kept = [...sums.values()].filter(({ weight }) => weight > negligible);
  return {
    soldUnits,
    left: {
      units: kept.map(({ units: sum, weight }) => sum / weight),
      weights: kept.map(({ weight }) => weight),
    },
  };
}

/** Expected units sold from one level; tells what may be left of it. */
function sell(table: TailTable, level: number, left: (units: number, chance: number) => void): number {
  const whole = Math.floor(level);
  const most = Math.min(whole, table.first + table.tail.length - 1);
  // Up to the least demand there is every unit is sold for sure.
  let sold = Math.min(whole, table.first);
  for (let k = table.first + 1; k <= most; k++) sold += tailAt(table, k);
  sold += (level - whole) * tailAt(table, whole + 1);
  let leftover = 0;
  for (let demand = Math.max(0, table.first); demand < level && demand <= most; demand++) {
    const chance = tailAt(table, demand) - tailAt(table, demand + 1);
    if (chance <= 0) continue;
    left(level - demand, chance);
    leftover += chance;
  }
  left(0, Math.max(0, 1 - leftover));
  return sold;
}
