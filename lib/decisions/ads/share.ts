import type { ProductAd } from "./types";

/**
 * The spend of a campaign that runs as one, spread over its SKUs by each one's share of the conversions; equal parts where
 * none is known. What the platform books on each of them is how it chose to book it, not what was spent for it.
 */
export function spreadByConversions(ads: readonly ProductAd[]): ProductAd[] {
  const total = (of: "low" | "mid" | "high") => ads.reduce((sum, ad) => sum + ad.spendMinorPerDay[of], 0);
  const units = ads.reduce((sum, ad) => sum + (ad.adUnitsPerDay ?? 0), 0);
  const [low, mid, high] = [total("low"), total("mid"), total("high")];
  return ads.map((ad) => {
    const share = units > 0 ? (ad.adUnitsPerDay ?? 0) / units : 1 / ads.length;
    return { ...ad, spendMinorPerDay: { low: low * share, mid: mid * share, high: high * share } };
  });
}
