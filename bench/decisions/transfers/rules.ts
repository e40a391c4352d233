import type { RebalanceProblem } from "@/lib/decisions/rebalance/types";
import { demandQuantile, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import type { Sent } from "./simulate";

/** Every place gets stock for the same days, the whole of it shared by demand: what many planners do by hand. */
export const equaliseCover = (problem: RebalanceProblem): Sent[] =>
  towards(problem, (rates, total) => {
    const sum = rates.reduce((all, rate) => all + rate, 0);
    return rates.map((rate) => (sum > 0 ? (total * rate) / sum : 0));
  });

/** Every place gets the average of the stock. */
export const averageStock = (problem: RebalanceProblem): Sent[] =>
  towards(problem, (rates, total) => rates.map(() => total / rates.length));

/** A place below what its lead time may take (95 %) is filled up by two weeks more, from whoever has most beyond its own. */
export function minMax(problem: RebalanceProblem): Sent[] {
  const { packSize } = problem.sku;
  const left = new Map(problem.locations.map((place) => [place.id, place.available ?? 0]));
  const sent: Sent[] = [];
  for (const place of problem.locations) {
    if (!place.demand || !(place.demand.meanPerDay > 0)) continue;
    const lanes = problem.lanes.filter((lane) => lane.to === place.id);
    const quickest = Math.min(...lanes.map((lane) => lane.leadTimeDays));
    const min = demandQuantile(windowDemand(place.demand, quickest), 0.95);
    const position = (left.get(place.id) ?? 0) + place.receipts.reduce((sum, one) => sum + one.quantity, 0);
    if (position >= min) continue;
    const want = min + 14 * place.demand.meanPerDay - position;
    const spareAt = (lane: (typeof lanes)[number]) => {
      const donor = problem.locations.find(({ id }) => id === lane.from);
      return (left.get(lane.from) ?? 0) - (donor?.demand?.meanPerDay ?? 0) * (quickest + 14);
    };
    const lane = lanes.toSorted((a, b) => spareAt(b) - spareAt(a))[0];
    const packs = lane ? Math.floor(Math.min(want, spareAt(lane)) / packSize) : 0;
    if (!lane || packs < 1) continue;
    left.set(lane.from, (left.get(lane.from) ?? 0) - packs * packSize);
    sent.push({ laneId: lane.id, quantity: packs * packSize });
  }
  return sent;
}

/** Moves whole packs from places above their target to places below, by the cheapest lanes first. */
function towards(problem: RebalanceProblem, targets: (rates: number[], total: number) => number[]): Sent[] {
  const stock = problem.locations.map((place) => place.available ?? 0);
  const rates = problem.locations.map((place) => place.demand?.meanPerDay ?? 0);
  const total = stock.reduce((sum, units) => sum + units, 0);
  const over = new Map(
    targets(rates, total).map((target, at) => [problem.locations[at]?.id, (stock[at] ?? 0) - target]),
  );
  const sent: Sent[] = [];
  for (const lane of problem.lanes.toSorted((a, b) => a.freightMinorPerUnit - b.freightMinorPerUnit)) {
    const units = Math.min(over.get(lane.from) ?? 0, -(over.get(lane.to) ?? 0));
    const quantity = Math.floor(units / problem.sku.packSize) * problem.sku.packSize;
    if (quantity < 1) continue;
    over.set(lane.from, (over.get(lane.from) ?? 0) - quantity);
    over.set(lane.to, (over.get(lane.to) ?? 0) + quantity);
    sent.push({ laneId: lane.id, quantity });
  }
  return sent;
}
