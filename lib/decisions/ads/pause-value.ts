import type { ValueRange } from "@/lib/metrics/value-range/compute";
import { negateRange, valueRange, zeroRange } from "@/lib/metrics/value-range/compute";
import { isEmpty } from "./displaced-share";
import type { ProductAd } from "./types";

/**
 * What a day of the pause is worth, minor units: the spend, minus the margin of the ad's sales that stock would have served.
 * A sale by the ad gains only what it does not take from later sales of the same stock, before new stock comes:
 * spend − (1 − displaced share) × ad units × margin. Low and high with the spend's 10 % and 90 % days. Unknown ad units, margin or share: 0
 * (it is taken to earn what it costs). An empty SKU's ad that the platform stops by itself spends nothing.
 */
export function pauseValuePerDay(
  ad: ProductAd,
  displacedShare: number | null,
  stopsWhenEmpty: boolean,
): ValueRange {
  const { low, mid, high } = ad.spendMinorPerDay;
  if (isEmpty(ad.sku)) return stopsWhenEmpty ? zeroRange : valueRange(low, mid, high);
  const { marginMinorPerUnit } = ad.sku;
  if (displacedShare === null || ad.adUnitsPerDay === null || marginMinorPerUnit === null || !(mid > 0))
    return zeroRange;
  const earned = (1 - displacedShare) * ad.adUnitsPerDay * Math.max(0, marginMinorPerUnit);
  // Sales follow the spend, so both ends scale the whole.
  const net = (mid - earned) / mid;
  return valueRange(net * low, net * mid, net * high);
}

/** What a day of running again is worth: the other side of the pause. */
export function resumeValuePerDay(
  ad: ProductAd,
  displacedShare: number | null,
  stopsWhenEmpty: boolean,
): ValueRange {
  return negateRange(pauseValuePerDay(ad, displacedShare, stopsWhenEmpty));
}
