import type { ValueRange } from "../value-range/compute";
import { valueRange } from "../value-range/compute";
import { deviations80, type Spread } from "./replay";

/** What became of one SKU of a transfer. */
export interface TransferOutcome {
  marginMinorPerUnit: number;
  /** Freight, handling and fixed cost as paid, and holding on the way, minor units. */
  costMinor: number;
  /** Holding what was not sold, from its arrival on, minor units. */
  heldMinor: number;
  /** Sales at the receiver that only these goods made possible. */
  claimedUnits: number;
  /** Sales the donor missed for them. */
  donorLostUnits: Spread;
  /** Part of the receiver's buyers who would have taken another product of ours, 0 to 1. */
  substitution: number;
}

/**
 * Realised value of a transfer: margin × sales that its goods made possible − margin × sales the donor missed − what it cost −
 * what it costs to hold the rest, as the plan's claim has it.
 * Low takes substitution off and the donor's loss at its high end, high the donor's loss at its low end.
 */
export function transferWorth(outcome: TransferOutcome): ValueRange {
  const { marginMinorPerUnit: margin, donorLostUnits: lost } = outcome;
  const gain = outcome.claimedUnits * margin;
  const costMinor = outcome.costMinor + outcome.heldMinor;
  return valueRange(
    gain * (1 - outcome.substitution) - lost.high * margin - costMinor,
    gain - lost.mid * margin - costMinor,
    gain - lost.low * margin - costMinor,
  );
}

/** What an ad spent and brought on a day before it was changed. */
export interface BaselineDay {
  spendMinor: number;
  units: number;
  /** Part of the day that the SKU could be bought, 0 to 1. */
  buyableShare: number;
}

/** What would have been, had the ad been left as it was. */
export interface AdCounterfactual {
  /** Spend that would have been; 8 of 10 outcomes lie between low and high. Minor units. */
  spend: Spread;
  /** Units a day it would have brought while there was stock. */
  unitsPerDay: number;
}

/**
 * An ad left alone goes on as in the days before: their mean, with the spread of the days and of the mean itself; its sales as
 * in the time that the SKU could be bought, of which less than a day counts as one. `days` is how long it could spend, in days,
 * fractions allowed: an ad whose platform stops by itself spends nothing without stock.
 */
export function adCounterfactual(baseline: readonly BaselineDay[], days: number): AdCounterfactual {
  const n = baseline.length;
  if (n === 0) return { spend: { low: 0, mid: 0, high: 0 }, unitsPerDay: 0 };
  const mean = baseline.reduce((sum, day) => sum + day.spendMinor, 0) / n;
  const squares = baseline.reduce((sum, day) => sum + (day.spendMinor - mean) ** 2, 0);
  const variance = n > 1 ? squares / (n - 1) : 0;
  const buyableDays = baseline.reduce((sum, day) => sum + day.buyableShare, 0);
  const half = deviations80 * Math.sqrt(variance * (days + (days * days) / n));
  const mid = mean * days;
  return {
    spend: { low: Math.max(0, mid - half), mid, high: mid + half },
    unitsPerDay: baseline.reduce((sum, day) => sum + day.units, 0) / Math.max(1, buyableDays),
  };
}

/** What became of one ad whose state or budget was changed. */
export interface AdOutcome {
  counterfactual: AdCounterfactual;
  /** What it spent all the same, minor units. */
  spentMinor: number;
  /** Sales it would have brought and stock allowed (less advertising). */
  missedUnits: number;
  /** Sales it brought beyond what it would have, as far as nobody else claims them (more advertising). */
  gainedUnits: number;
  marginMinorPerUnit: number;
}

/** Part of the sales a platform counts for an ad that would have come without it, at the end that is kinder to the action or harder. */
const wouldHaveComeAnyway = 0.5;

/**
 * Realised value of a change of an ad: spend that did not happen − margin of the sales it would have brought + margin of those
 * it brought. A platform counts every sale after a click, so at the high end half of the missed ones, at the low end half of
 * the brought ones are taken as bought without the ad.
 */
export function adWorth(outcome: AdOutcome): ValueRange {
  const { counterfactual, spentMinor } = outcome;
  const margin = Math.max(0, outcome.marginMinorPerUnit);
  const missed = Math.max(0, outcome.missedUnits) * margin;
  const gained = Math.max(0, outcome.gainedUnits) * margin;
  const saved = (spend: number) => spend - spentMinor;
  return valueRange(
    saved(counterfactual.spend.low) - missed + gained * (1 - wouldHaveComeAnyway),
    saved(counterfactual.spend.mid) - missed + gained,
    saved(counterfactual.spend.high) - missed * wouldHaveComeAnyway + gained,
  );
}
