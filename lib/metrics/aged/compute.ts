import { daysBetween } from "@/lib/core/clock";

export interface AgedStock {
  /** Units in the five bands, youngest first. */
  units: [number, number, number, number, number];
  /** Units on hand that no known receipt explains. */
  unknownAgeUnits: number;
}

/**
 * Age of the stock on hand, first in first out: what lies there is what came last. `receipts` in any order, their day the
 * one they reached the shelf; days after `asOfDay` are left out. Negative stock has no age.
 */
export function agedStock(
  onHand: number,
  receipts: readonly { day: string; quantity: number }[],
  asOfDay: string,
): AgedStock {
  const units: AgedStock["units"] = [0, 0, 0, 0, 0];
  let left = Math.max(0, onHand);
  const youngestFirst = receipts
    .filter((receipt) => receipt.day <= asOfDay)
    .sort((a, b) => (a.day < b.day ? 1 : -1));
  for (const receipt of youngestFirst) {
    if (left === 0) break;
    const taken = Math.min(left, Math.max(0, receipt.quantity));
    const band = agedBand(daysBetween(receipt.day, asOfDay));
    units[band] = (units[band] ?? 0) + taken;
    left -= taken;
  }
  return { units, unknownAgeUnits: left };
}

/** Index of the band an age in days falls into, 0 (youngest) to 4: 0-90, 91-180, 181-270, 271-365, and beyond. */
export function agedBand(ageDays: number): 0 | 1 | 2 | 3 | 4 {
  if (ageDays <= 90) return 0;
  if (ageDays <= 180) return 1;
  if (ageDays <= 270) return 2;
  return ageDays <= 365 ? 3 : 4;
}
