import type { ValueRange } from "@/lib/metrics/value-range/compute";
import { valueRange } from "@/lib/metrics/value-range/compute";
import type { KnownLocation } from "./marginal-values";
import { receiverChance } from "./marginal-values";

/** Sales that a place is expected to miss in a span of days. */
export interface MissedSales {
  /** Expected units. */
  units: number;
  /** 8 of 10 outcomes lie between these. */
  lowUnits: number;
  highUnits: number;
  /** Expected days without stock: units ÷ demand a day. */
  days: number;
  lowDays: number;
  highDays: number;
}

/** From here on no further unit is missed with a probability worth adding. */
const smallestChance = 1e-4;

/** Sales missed from `fromDays` until the horizon if nothing is done, receipts counted as they arrive. */
export function missedSales(location: KnownLocation, horizonDays: number, fromDays = 0): MissedSales {
  const { meanPerDay } = location.demand;
  let units = 0;
  let lowUnits = 0;
  let highUnits = 0;
  if (fromDays < horizonDays && meanPerDay > 0) {
    const chance = receiverChance(location, fromDays, horizonDays);
    for (let k = 1; ; k++) {
      const missed = chance(k);
      if (missed < smallestChance) break;
      units += missed;
      if (missed >= 0.9) lowUnits = k;
      if (missed >= 0.1) highUnits = k;
    }
  }
  const days = (count: number) => (meanPerDay > 0 ? Math.min(horizonDays - fromDays, count / meanPerDay) : 0);
  return {
    units,
    lowUnits,
    highUnits,
    days: days(units),
    lowDays: days(lowUnits),
    highDays: days(highUnits),
  };
}

/** Expected units missed between two days. */
export function missedUnitsBetween(location: KnownLocation, fromDays: number, toDays: number): number {
  return missedSales(location, toDays, fromDays).units;
}

/** What ads that no platform stops spend in the days without stock, minor units. */
export function adSpendWasted(missed: MissedSales, spendMinorPerDay: number): ValueRange {
  return valueRange(
    missed.lowDays * spendMinorPerDay,
    missed.days * spendMinorPerDay,
    missed.highDays * spendMinorPerDay,
  );
}
