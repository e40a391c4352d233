import { addRanges, type ValueRange, valueRange, zeroRange } from "@/lib/metrics/value-range/compute";
import type { DecisionOption, Step } from "../types";
import type { ShortageContext } from "./shortage";

/** Pausing the ads that spend on the SKU, until the next receipt or the horizon; null when none is to be paused. */
export function adPauseOption({ shortage, location, missed }: ShortageContext): DecisionOption | null {
  const { horizonDays } = shortage.problem.policy;
  const days = Math.min(horizonDays, ...location.receipts.map((receipt) => receipt.days));
  const until = ({ lowMinor, midMinor, highMinor }: ValueRange) =>
    valueRange(lowMinor * days, midMinor * days, highMinor * days);
  const steps: Extract<Step, { kind: "ad_pause" }>[] = [];
  for (const { campaignId, verdict, valuePerDay, ads } of shortage.ads.decisions) {
    if (verdict === "pause") {
      const value = until(valuePerDay);
      steps.push({ kind: "ad_pause", target: "campaign", targetId: campaignId, campaignId, value });
    }
    for (const ad of ads) {
      if (ad.verdict !== "pause" || ad.skuId !== shortage.problem.sku.id) continue;
      const value = until(ad.valuePerDay);
      steps.push({ kind: "ad_pause", target: "product_ad", targetId: ad.adId, campaignId, value });
    }
  }
  if (steps.length === 0) return null;
  return {
    key: "ad_pause",
    kind: "ad_pause",
    value: addRanges(steps.map(({ value }) => value ?? zeroRange)),
    costMinor: 0,
    effectInDays: 0,
    quantity: 0,
    unsolved: [{ code: "brings_no_stock" }, { code: "days_without_stock", days: missed.days }],
    steps,
    executable: true,
  };
}
