/** Goods on their way to a location. */
export interface Receipt {
  /** Days from now until they can be sold, ≥ 0; of late ones see `comesInDays`. */
  days: number;
  quantity: number;
}

/** Goods that are late by more days are not waited for. */
export const mostLateDays = 30;

/**
 * Days until goods come that were expected in so many. Late ones (less than 0) are taken to come after as long again as they are
 * late, a day at least; null: they are not waited for any more. Taken as just arriving, goods that never come would hide the
 * shortage that they leave.
 */
export function comesInDays(expectedInDays: number): number | null {
  if (expectedInDays < -mostLateDays) return null;
  return expectedInDays >= 0 ? expectedInDays : Math.max(1, -expectedInDays);
}

/** The same goods by the days in which they are taken to come. */
export const awaited = <Goods extends { days: number }>(goods: readonly Goods[]): Goods[] =>
  goods.flatMap((one) => {
    const days = comesInDays(one.days);
    return days === null ? [] : { ...one, days };
  });

/** Days of cover, or why there are none. */
export type Cover = { kind: "days"; days: number } | { kind: "no_demand" } | { kind: "unknown" };

export interface RunOut {
  /** Days until everything, incoming included, is gone; null: no demand or unknown. */
  runsOutInDays: number | null;
  /** Days until the shelf is empty for the first time, receipts counted when they arrive; null: no demand or unknown. */
  runsOutFirstDays: number | null;
  /** Days without stock between the first run-out and the receipt after it; 0 when none comes after. */
  gapDays: number;
  /** Days to the next receipt; null: nothing on its way. */
  nextReceiptDays: number | null;
}

/**
 * Days of cover = available ÷ forecast a day, ≥ 0. Without demand there is no cover figure ("no_demand": neither 0 nor ∞);
 * with unknown stock or forecast it is unknown.
 */
export function daysOfCover(available: number | null, meanPerDay: number | null): Cover {
  if (available === null || meanPerDay === null) return { kind: "unknown" };
  if (!(meanPerDay > 0)) return { kind: "no_demand" };
  return { kind: "days", days: Math.max(0, available) / meanPerDay };
}

/**
 * When stock runs out at the forecast's mean rate. "First" walks through the receipts in order of arrival; "in" spends
 * everything. Units owed (available < 0) are served from the first receipts.
 */
export function runOut(
  available: number | null,
  receipts: readonly Receipt[],
  meanPerDay: number | null,
): RunOut {
  const ahead = receipts.filter((receipt) => receipt.quantity > 0).sort((a, b) => a.days - b.days);
  const nextReceiptDays = ahead[0]?.days ?? null;
  if (available === null || meanPerDay === null || !(meanPerDay > 0)) {
    return { runsOutInDays: null, runsOutFirstDays: null, gapDays: 0, nextReceiptDays };
  }
  let stock = available;
  let first: number | null = null;
  let gapDays = 0;
  let emptyAt = Math.max(0, stock) / meanPerDay;
  for (const receipt of ahead) {
    if (receipt.days > emptyAt && first === null) {
      first = emptyAt;
      gapDays = receipt.days - emptyAt;
    }
    stock += receipt.quantity;
    emptyAt =
      Math.max(emptyAt, receipt.days) + (stock > 0 ? Math.min(stock, receipt.quantity) / meanPerDay : 0);
  }
  const incoming = ahead.reduce((sum, receipt) => sum + receipt.quantity, 0);
  return {
    runsOutInDays: Math.max(0, available + incoming) / meanPerDay,
    runsOutFirstDays: first ?? emptyAt,
    gapDays,
    nextReceiptDays,
  };
}
