/** Spend of one ad in one hour or day. */
export interface AdSpendSpan {
  spendMinor: number;
  variants: readonly AdVariant[];
  /** The platform stops showing the ad by itself when the stock it knows is empty. */
  platformStopsWhenEmpty: boolean;
}

/** One SKU an ad leads to. */
export interface AdVariant {
  /** Part of the span in which it could be bought, 0 to 1; null: stock unknown. */
  buyableShare: number | null;
  /** Sold although it is out. */
  backorder: boolean;
  /** Its part of the ad's conversions, ≥ 0; null: not known. All null or all 0: equal parts. */
  conversionWeight: number | null;
}

/**
 * Wasted ad spend in minor units: spend while the SKU could not be bought, without backorder, on platforms that do not stop
 * by themselves; an ad for several variants is weighted by each one's share of conversions. `unknownMinor` is the spend on
 * variants whose stock was unknown: it is no waste, and not fine either.
 */
export function wastedSpend(spans: Iterable<AdSpendSpan>): { wastedMinor: number; unknownMinor: number } {
  let wasted = 0;
  let unknown = 0;
  for (const span of spans) {
    const weightSum = span.variants.reduce((sum, variant) => sum + (variant.conversionWeight ?? 0), 0);
    for (const variant of span.variants) {
      const part = weightSum > 0 ? (variant.conversionWeight ?? 0) / weightSum : 1 / span.variants.length;
      const spend = span.spendMinor * part;
      if (variant.backorder || span.platformStopsWhenEmpty) continue;
      if (variant.buyableShare === null) unknown += spend;
      else wasted += spend * (1 - Math.min(1, Math.max(0, variant.buyableShare)));
    }
  }
  return { wastedMinor: Math.round(wasted), unknownMinor: Math.round(unknown) };
}
