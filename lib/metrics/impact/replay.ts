/** One day of a SKU at the place that received goods. */
export interface ReceiverDay {
  day: string;
  soldUnits: number;
  /** What came in from elsewhere than the transfers that are looked at. */
  otherUnits: number;
}

/** Goods of a transfer at one end: when they came or left, and until when their effect counts. */
export interface MovedUnits {
  actionId: string;
  /** First day on which they can matter. */
  fromDay: string;
  /** Last day that counts. */
  untilDay: string;
  units: number;
}

/** Units a day that a transfer's goods served. */
export type ServedUnits = Map<string, { day: string; units: number }[]>;

/**
 * Replays what a place sold with and without each of the transfers it received: own stock serves first, then the goods that
 * came first. What a transfer's goods served would not have been sold without it; what an earlier one served is that one's.
 * Given what was sold, nothing here is uncertain: where goods lay, demand was seen, and where none lay, fewer would have sold
 * no more. `arrivals` in the order in which they came.
 */
export function replayReceiver(
  ownUnits: number,
  days: readonly ReceiverDay[],
  arrivals: readonly MovedUnits[],
): ServedUnits {
  const pools = arrivals.map((moved) => ({ ...moved, left: Math.max(0, moved.units) }));
  const served: ServedUnits = new Map();
  let own = Math.max(0, ownUnits);
  for (const { day, soldUnits, otherUnits } of days) {
    own += otherUnits;
    const fromOwn = Math.min(own, soldUnits);
    own -= fromOwn;
    let open = soldUnits - fromOwn;
    for (const pool of pools) {
      if (day < pool.fromDay) continue;
      const units = Math.min(pool.left, open);
      pool.left -= units;
      open -= units;
      if (units > 0 && day <= pool.untilDay) note(served, pool.actionId, day, units);
    }
  }
  return served;
}

/** One day on which a place that gave goods away was out for a part of it. */
export interface DonorDay {
  day: string;
  expectedUnits: number;
  soldUnits: number;
  /** Part of the day it could be bought, 0 to 1. */
  availableShare: number;
}

/** A figure at the ends that hold 8 of 10 outcomes, and in the middle. */
export interface Spread {
  low: number;
  mid: number;
  high: number;
}

/** 80 % of outcomes lie within this many standard deviations. */
export const deviations80 = 1.2816;

/**
 * Sales that a place missed and would have made with what it gave away: the demand that was not seen while it was out,
 * (expected − sold)⁺ × share of the day without stock, served by the goods that left it. What left last is missed first, so
 * that all transfers together are charged what the place would have sold without any of them. Low and high come from the
 * negative binomial of the demand that was not seen. `departures` in the order in which they left.
 */
export function replayDonor(
  days: readonly DonorDay[],
  dispersion: number,
  departures: readonly MovedUnits[],
): Map<string, Spread> {
  const missed = days.map((one) => ({
    day: one.day,
    units:
      Math.max(0, one.expectedUnits - one.soldUnits) * (1 - Math.min(1, Math.max(0, one.availableShare))),
    expected: one.expectedUnits,
  }));
  const units = missed.reduce((sum, one) => sum + one.units, 0);
  const variance = missed.reduce((sum, one) => sum + one.units * (1 + dispersion * one.expected), 0);
  const part = units > 0 ? (deviations80 * Math.sqrt(variance)) / units : 0;
  const charge = (factor: number) => chargeLatestFirst(missed, factor, departures);
  const [low, mid, high] = [charge(Math.max(0, 1 - part)), charge(1), charge(1 + part)];
  return new Map(
    departures.map(({ actionId }) => [
      actionId,
      { low: low.get(actionId) ?? 0, mid: mid.get(actionId) ?? 0, high: high.get(actionId) ?? 0 },
    ]),
  );
}

function chargeLatestFirst(
  missed: readonly { day: string; units: number }[],
  factor: number,
  departures: readonly MovedUnits[],
): Map<string, number> {
  const pools = departures.map((moved) => ({ ...moved, left: Math.max(0, moved.units) })).reverse();
  const charged = new Map<string, number>();
  for (const { day, units } of missed) {
    let open = units * factor;
    for (const pool of pools) {
      if (day < pool.fromDay) continue;
      const taken = Math.min(pool.left, open);
      pool.left -= taken;
      open -= taken;
      if (taken > 0 && day <= pool.untilDay)
        charged.set(pool.actionId, (charged.get(pool.actionId) ?? 0) + taken);
    }
  }
  return charged;
}

/** One day of a SKU over the places that serve an ad. */
export interface AdStockDay {
  soldUnits: number;
  arrivedUnits: number;
  /** Units that the ad would have sold beside these, had there been stock. */
  wantedUnits: number;
}

/**
 * Sales that an ad would have brought and stock allowed: the days run again with the ad's buyers, from the stock there was. A
 * unit that the ad would have sold and somebody bought without it later is none.
 */
export function replayAdDemand(openingUnits: number, days: readonly AdStockDay[]): number {
  let stock = Math.max(0, openingUnits);
  let ahead = 0;
  for (const { soldUnits, arrivedUnits, wantedUnits } of days) {
    stock += arrivedUnits;
    // What was sold was there, whatever the ledger says.
    const there = Math.max(stock, soldUnits);
    ahead += Math.min(soldUnits + Math.max(0, wantedUnits), there - ahead) - soldUnits;
    stock = there - soldUnits;
  }
  return ahead;
}

function note(served: ServedUnits, actionId: string, day: string, units: number): void {
  const own = served.get(actionId);
  if (own) own.push({ day, units });
  else served.set(actionId, [{ day, units }]);
}
