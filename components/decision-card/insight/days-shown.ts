import type { GoodsMove } from "../types";

const mostDays = 90;
const daysAfterArrival = 7;

/** Days that a fan reaches: the horizon, or a week past the last of the goods, at most 90 days. */
export function daysShown(moves: readonly GoodsMove[], horizonDays: number): number {
  const last = Math.max(0, ...moves.map(({ days }) => Math.ceil(days) + daysAfterArrival));
  return Math.max(horizonDays, Math.min(last, mostDays));
}
