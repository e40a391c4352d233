import { daysBetween } from "@/lib/core/clock";
import type { Adjustment } from "./adjust";

/** Longer ones are what is usual. */
export const longestPromotionDays = 31;
/** Weeks before a promotion that say what is usual on its weekdays. */
export const usualWeeks = 8;

/** Units of promotion days, and what the same weekdays of the weeks before would have come to. */
export interface PromotedSales {
  units: number;
  usualUnits: number;
}

/** One promotion of one item, with what promotions brought so far. */
export interface Promotion {
  id: number;
  skuId: number;
  /** Places that serve its channel. */
  locationIds: readonly number[];
  /** Both included. */
  fromDay: string;
  toDay: string;
  /** Over all promotions of the item, and of all items. */
  own: PromotedSales;
  all: PromotedSales;
}

/** Usual units that no effect counts as beside all promotions, and theirs beside the item's own. */
const priorOfAll = 100;
const priorOfOwn = 20;
/** Less than this is no effect; more than this is not believed. */
const leastChange = 0.1;
const greatest = 5;

/**
 * How many times what is usual an item sells on promotion days: by its own promotions, drawn towards those of all items, and these
 * towards 1 (the mean of a gamma distribution, as of a rate with few units). 1 to 5; 1: nothing, or nothing known.
 */
export function upliftOf(own: PromotedSales, all: PromotedSales): number {
  const pooled = (all.units + priorOfAll) / (all.usualUnits + priorOfAll);
  const uplift = (own.units + priorOfOwn * pooled) / (own.usualUnits + priorOfOwn);
  return uplift < 1 + leastChange ? 1 : Math.min(greatest, uplift);
}

/** Units by age without what promotions added to them: the forecast goes on from what is usual. Ages are days before `today`. */
export function withoutPromotions(
  sold: { ages: readonly number[]; units: readonly number[] },
  today: string,
  promotions: readonly Promotion[],
): number[] {
  const spans = spansOf(promotions, today);
  return sold.units.map((units, i) => {
    const day = -(sold.ages[i] ?? 0);
    // Of two at once the stronger.
    const uplift = Math.max(
      1,
      ...spans.flatMap((one) => (one.from <= day && day < one.to ? one.uplift : [])),
    );
    return units / uplift;
  });
}

/**
 * The same of the coming days, as adjustments. Days of which a person spoke, or on which a turn of demand is seen, are left to those
 * (`taken`).
 */
export function promotionAdjustments(
  today: string,
  promotions: readonly Promotion[],
  taken: readonly Adjustment[],
): Adjustment[] {
  return spansOf(promotions, today).flatMap(({ id, from, to, uplift }) =>
    uplift === 1
      ? []
      : without({ fromDay: from, toDay: to }, taken)
          .filter(({ toDay }) => toDay > 0)
          .map((days) => ({ kind: "promotion" as const, id, ...days, factor: uplift, unitsPerDay: null })),
  );
}

type Days = Pick<Adjustment, "fromDay" | "toDay">;

/** What is left of some days, in order, without those of others. */
const without = (days: Days, taken: readonly Days[]): Days[] =>
  taken.reduce(
    (left, one) =>
      left.flatMap(({ fromDay, toDay }) =>
        [
          { fromDay, toDay: Math.min(toDay, one.fromDay) },
          { fromDay: Math.max(fromDay, one.toDay), toDay },
        ].filter((part) => part.fromDay < part.toDay),
      ),
    [days],
  );

const spansOf = (promotions: readonly Promotion[], today: string) =>
  promotions.map(({ id, fromDay, toDay, own, all }) => ({
    id,
    from: daysBetween(today, fromDay),
    to: daysBetween(today, toDay) + 1,
    uplift: upliftOf(own, all),
  }));
