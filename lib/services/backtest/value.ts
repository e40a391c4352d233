import { type LostSalesDay, lostSales } from "@/lib/metrics/lost-sales/compute";
import { type ValueRange, valueRange } from "@/lib/metrics/value-range/compute";

/** What happened after a transfer that was only supposed. */
export interface SupposedOutcome {
  quantityUnits: number;
  marginMinorPerUnit: number;
  /** Freight, handling and its part of fixed costs. */
  costMinor: number;
  /** The receiver's days from the supposed arrival to the horizon on which it really was out for a while. */
  receiverDays: readonly LostSalesDay[];
  receiverDispersion: number;
  /** Least stock that the donor really had between departure and horizon, and what it sold in that time. */
  donorLeastUnits: number;
  donorSoldUnits: number;
  /** Units that earlier supposed transfers brought to, or took from, the same shelves meanwhile. */
  broughtBefore: number;
  takenBefore: number;
  substitution: number;
}

export interface SupposedValue {
  /** Sales it would have made possible. */
  addedUnits: number;
  /** Sales the donor would have missed for it. */
  donorLostUnits: number;
  savedMinor: number;
  value: ValueRange;
}

/**
 * What a supposed transfer would have been worth: margin × sales that were missed at the receiver and that its units would
 * have served − margin × sales the donor would have missed − cost. Without the units the donor's stock would have been lower
 * by them at every later moment, so it would have missed as many sales as its least stock falls short of them. Low takes
 * substitution off and the missed demand at its low end; high takes that at its high end.
 */
export function supposedValue(outcome: SupposedOutcome): SupposedValue {
  const { quantityUnits, marginMinorPerUnit: margin, takenBefore, broughtBefore } = outcome;
  // Margin 1,000 and no substitution turn the money of lost sales into thousandths of units.
  const missed = lostSales({
    days: outcome.receiverDays,
    marginMinorPerUnit: 1_000,
    dispersion: outcome.receiverDispersion,
    substitution: 0,
  }).value;
  const served = (thousandths: number) =>
    Math.min(quantityUnits, Math.max(0, thousandths / 1_000 - broughtBefore));
  const short = (units: number) => Math.max(0, units - Math.max(0, outcome.donorLeastUnits));
  const donorLostUnits = Math.min(
    quantityUnits,
    outcome.donorSoldUnits,
    short(takenBefore + quantityUnits) - short(takenBefore),
  );
  const lostMinor = donorLostUnits * margin;
  const addedUnits = served(missed.midMinor);
  const kept = 1 - outcome.substitution;
  return {
    addedUnits,
    donorLostUnits,
    savedMinor: Math.round(addedUnits * margin),
    value: valueRange(
      served(missed.lowMinor) * margin * kept - lostMinor - outcome.costMinor,
      addedUnits * margin - lostMinor - outcome.costMinor,
      served(missed.highMinor) * margin - lostMinor - outcome.costMinor,
    ),
  };
}
