import { replayAdDemand } from "./replay";

/** One UTC day of one ad while its change was in force. */
export interface AdDay {
  day: string;
  /** Part of the day that the change was in force, 0 to 1. */
  inForceShare: number;
  /** Part of the day that it was in force and the SKU could be bought, 0 to 1. */
  buyableShare: number;
  spentMinor: number;
  /** Units that the platform counts for the ad. */
  attributedUnits: number;
  /** Over all places that serve the ad. */
  soldUnits: number;
  arrivedUnits: number;
}

/** How an ad's change moved its sales. */
export interface AdUnits {
  /** Sales it would have brought, had it been left alone, and stock allowed. */
  missedUnits: number;
  /** Sales it brought beyond what it would have, by day, before anybody else's claims. */
  gained: { day: string; units: number }[];
}

/**
 * The sales an ad brought in all against those it would have brought in the time the SKU could be bought. Fewer: they are
 * missed as far as stock would have served them. More: they are spread over its days as its sales were.
 */
export function adUnits(unitsPerDay: number, openingUnits: number, days: readonly AdDay[]): AdUnits {
  const buyable = sum(days, (day) => day.buyableShare);
  const attributed = sum(days, (day) => day.attributedUnits);
  const more = attributed - unitsPerDay * buyable;
  if (more >= 0)
    return {
      missedUnits: 0,
      gained: days.flatMap(({ day, attributedUnits }) =>
        attributedUnits > 0 ? [{ day, units: (more * attributedUnits) / attributed }] : [],
      ),
    };
  return {
    missedUnits: replayAdDemand(
      openingUnits,
      days.map(({ soldUnits, arrivedUnits, buyableShare }) => ({
        soldUnits,
        arrivedUnits,
        wantedUnits: (-more * buyableShare) / buyable,
      })),
    ),
    gained: [],
  };
}

/** Days in which an ad left alone could have spent: all of them, or those with stock where its platform stops by itself. */
export const spendableDays = (days: readonly AdDay[], stopsWhenEmpty: boolean): number =>
  sum(days, (day) => (stopsWhenEmpty ? day.buyableShare : day.inForceShare));

const sum = (days: readonly AdDay[], of: (day: AdDay) => number): number =>
  days.reduce((total, day) => total + of(day), 0);
