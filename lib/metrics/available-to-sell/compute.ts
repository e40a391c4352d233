/** What a channel's rule keeps back from the stock of the locations that serve it. */
export interface SellRule {
  /** Units kept for promotions, ≥ 0, before the share. */
  promotionReserveUnits: number;
  /** Part of the remaining stock this channel may show, 0 to 1. */
  share: number;
  /** Units kept back after the share, ≥ 0. */
  bufferUnits: number;
  /** Most that is ever shown; null: no limit. */
  maxUnits: number | null;
}

/**
 * Available to sell on a channel, in units ≥ 0:
 * max(0, floor((Σ available of the serving locations − promotion reserve) × share) − buffer), then at most `maxUnits`.
 * Null when any serving location's stock is unknown: a sum with an unknown part is unknown. No serving location: 0.
 * A negative available (oversold) lowers the sum. Source: DESIGN, Numbers.
 */
export function availableToSell(available: readonly (number | null)[], rule: SellRule): number | null {
  let sum = 0;
  for (const units of available) {
    if (units === null) return null;
    sum += units;
  }
  // 0.29 × 100 is 28.999… in binary: the small addition keeps a whole product whole.
  const shared = Math.floor((sum - rule.promotionReserveUnits) * rule.share + 1e-9);
  const units = Math.max(0, shared - rule.bufferUnits);
  return rule.maxUnits === null ? units : Math.min(units, Math.max(0, rule.maxUnits));
}
