import { addDays } from "@/lib/core/clock";

export interface AdDay {
  day: string;
  spendMinor: number;
  /** Sales the platform attributes to ads. */
  adSalesMinor: number;
  /** All sales, with and without ads; null: unknown. */
  allSalesMinor: number | null;
}

/** Ratios as shares (0.25 = 25 %), ROAS as a multiple. Null: nothing to divide by, or a part unknown. */
export interface AdRatios {
  acos: number | null;
  roas: number | null;
  tacos: number | null;
  spendMinor: number;
  adSalesMinor: number;
}

/** Days whose sales the platforms still add to. */
export const incompleteAttributionDays = 3;

/**
 * ACoS = spend ÷ ad sales, ROAS = ad sales ÷ spend, TACoS = spend ÷ all sales. Sales keep being attributed for some days, so
 * the last 3 days up to `asOfDay` (inclusive) are incomplete: `complete` leaves them out, `all` has them.
 */
export function adRatios(
  days: Iterable<AdDay>,
  asOfDay: string,
): { all: AdRatios; complete: AdRatios; incompleteFromDay: string } {
  const incompleteFromDay = addDays(asOfDay, 1 - incompleteAttributionDays);
  const list = [...days];
  return {
    all: ratios(list),
    complete: ratios(list.filter((day) => day.day < incompleteFromDay)),
    incompleteFromDay,
  };
}

function ratios(days: readonly AdDay[]): AdRatios {
  let spendMinor = 0;
  let adSalesMinor = 0;
  let allSalesMinor: number | null = 0;
  for (const day of days) {
    spendMinor += day.spendMinor;
    adSalesMinor += day.adSalesMinor;
    allSalesMinor =
      allSalesMinor === null || day.allSalesMinor === null ? null : allSalesMinor + day.allSalesMinor;
  }
  return {
    acos: adSalesMinor > 0 ? spendMinor / adSalesMinor : null,
    roas: spendMinor > 0 ? adSalesMinor / spendMinor : null,
    tacos: allSalesMinor !== null && allSalesMinor > 0 ? spendMinor / allSalesMinor : null,
    spendMinor,
    adSalesMinor,
  };
}
