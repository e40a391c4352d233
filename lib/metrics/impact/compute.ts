import type { LostSalesDay } from "../lost-sales/compute";
import { lostSales } from "../lost-sales/compute";
import type { ValueRange } from "../value-range/compute";
import { valueRange } from "../value-range/compute";

/** What happened after a transfer that was received. */
export interface TransferOutcome {
  marginMinorPerUnit: number;
  receivedUnits: number;
  /** Freight, handling and fixed cost as paid, minor units. */
  costMinor: number;
  /** Units the receiver had of its own when the goods arrived; less than 0 counts as 0. */
  receiverOwnUnits: number;
  /** The receiver's days from arrival on, in order: what it sold, and what came in from elsewhere before the day. */
  receiverDays: readonly { soldUnits: number; otherReceivedUnits: number }[];
  /** The donor's days since departure on which it was out for a while. */
  donorDays: readonly LostSalesDay[];
  donorDispersion: number;
  /** Part of the receiver's buyers who would have taken another product of ours, for the low end; default 0.3. */
  substitution?: number;
}

export interface TransferImpact {
  /** Sales that only the moved units made possible. */
  addedUnits: number;
  /** Sales the donor missed and would have made with the moved units. */
  donorLostUnits: number;
  value: ValueRange;
}

/**
 * Realised value of a transfer: margin × sales that its units made possible − margin × sales the donor missed − what it
 * cost. The sales without it come from replaying the receiver's days with its own stock only. Low takes substitution off
 * and the donor's loss at its high end; high the donor's loss at its low end.
 */
export function transferImpact(outcome: TransferOutcome): TransferImpact {
  let own = Math.max(0, outcome.receiverOwnUnits);
  let moved = outcome.receivedUnits;
  let addedUnits = 0;
  for (const day of outcome.receiverDays) {
    own += day.otherReceivedUnits;
    const fromOwn = Math.min(own, day.soldUnits);
    const fromMoved = Math.min(moved, day.soldUnits - fromOwn);
    own -= fromOwn;
    moved -= fromMoved;
    addedUnits += fromMoved;
  }
  // Margin 1 and no substitution turn the money of lost sales into units.
  const donor = lostSales({
    days: outcome.donorDays,
    marginMinorPerUnit: 1_000,
    dispersion: outcome.donorDispersion,
    substitution: 0,
  });
  const lost = (thousandths: number) => Math.min(outcome.receivedUnits, thousandths / 1_000);
  const margin = outcome.marginMinorPerUnit;
  const gain = addedUnits * margin;
  const kept = 1 - (outcome.substitution ?? 0.3);
  return {
    addedUnits,
    donorLostUnits: lost(donor.units * 1_000),
    value: valueRange(
      gain * kept - lost(donor.value.highMinor) * margin - outcome.costMinor,
      gain - lost(donor.value.midMinor) * margin - outcome.costMinor,
      gain - lost(donor.value.lowMinor) * margin - outcome.costMinor,
    ),
  };
}

/** What happened while an ad was paused. */
export interface AdPauseOutcome {
  /** Length of the pause, days (fractions allowed). */
  pausedDays: number;
  /** What comparable days cost before: low and high as their 10 % and 90 % quantile, minor units. */
  baselineSpendMinorPerDay: { low: number; mid: number; high: number };
  /** What it still spent in the pause. */
  residualSpendMinor: number;
  /** Units a day the ad brought in before. */
  adUnitsPerDay: number;
  /** Part of the pause, in days, in which the SKU could be bought. */
  buyableDays: number;
  /** Units left when new stock arrived or the pause ended: more than these were not missed. */
  unitsLeft: number;
  marginMinorPerUnit: number;
}

/**
 * Realised value of a pause: spend that did not happen − margin of sales that the ad would have brought and stock would have
 * served. Units that sold out anyway were sold without the ad, so at most `unitsLeft` were missed. Half of the missed sales
 * are taken as bought without the ad at the high end.
 */
export function adPauseImpact(outcome: AdPauseOutcome): {
  savedMinor: number;
  missedUnits: number;
  value: ValueRange;
} {
  const { baselineSpendMinorPerDay: baseline, pausedDays, residualSpendMinor } = outcome;
  const missedUnits = Math.max(0, Math.min(outcome.adUnitsPerDay * outcome.buyableDays, outcome.unitsLeft));
  const missedMinor = missedUnits * Math.max(0, outcome.marginMinorPerUnit);
  const saved = (perDay: number) => perDay * pausedDays - residualSpendMinor;
  return {
    savedMinor: Math.round(saved(baseline.mid)),
    missedUnits,
    value: valueRange(
      saved(baseline.low) - missedMinor,
      saved(baseline.mid) - missedMinor,
      saved(baseline.high) - missedMinor / 2,
    ),
  };
}
