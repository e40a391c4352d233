import { addRanges, valueRange } from "@/lib/metrics/value-range/compute";
import type { DecisionOption, Step } from "../types";
import type { ShortageContext } from "./shortage";

/** Pausing the ads that spend on the SKU, until the next receipt or the horizon; null when none is to be paused. */
export function adPauseOption({ shortage, location, missed }: ShortageContext): DecisionOption | null {
  const { horizonDays } = shortage.problem.policy;
  const steps: Step[] = [];
  const values = [];
  for (const { campaignId, verdict, valuePerDay, ads } of shortage.ads.decisions) {
    if (verdict === "pause") {
      steps.push({ kind: "ad_pause", target: "campaign", targetId: campaignId, campaignId });
      values.push(valuePerDay);
    }
    for (const ad of ads) {
      if (ad.verdict !== "pause" || ad.skuId !== shortage.problem.sku.id) continue;
      steps.push({ kind: "ad_pause", target: "product_ad", targetId: ad.adId, campaignId });
      values.push(ad.valuePerDay);
    }
  }
  if (steps.length === 0) return null;
  const nextReceiptDays = Math.min(horizonDays, ...location.receipts.map((receipt) => receipt.days));
  const perDay = addRanges(values);
  return {
    key: "ad_pause",
    kind: "ad_pause",
    value: valueRange(
      perDay.lowMinor * nextReceiptDays,
      perDay.midMinor * nextReceiptDays,
      perDay.highMinor * nextReceiptDays,
    ),
    costMinor: 0,
    effectInDays: 0,
    quantity: 0,
    unsolved: [{ code: "brings_no_stock" }, { code: "days_without_stock", days: missed.days }],
    steps,
    executable: true,
  };
}
