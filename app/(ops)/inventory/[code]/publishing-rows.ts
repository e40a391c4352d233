import type { Queryable } from "@/db/client";
import { type ToSellInput, toSellInputs } from "@/db/queries/publishing";
import { toSellSteps } from "@/lib/metrics/available-to-sell/steps";
import type { HeldRule } from "./_components/rule-form";
import type { PublishingRow } from "./_components/sku-publishing";

/** What can be sold of a SKU on each channel and how that comes about, as the page shows it. */
export async function publishingRows(db: Queryable, skuId: number, now: Date): Promise<PublishingRow[]> {
  return (await toSellInputs(db, { skuId }, now)).map((input) => ({
    listingId: input.listingId,
    channelId: input.channelId,
    channelName: input.channelName,
    published: input.published,
    drift: input.drift,
    drifting: input.driftSince !== null,
    steps: toSellSteps([input.available], input),
    rule: heldRule(input.skuOnChannel),
    wider: widerOf(input),
  }));
}

/** A stored rule as its form shows it: shares in per cent. */
export const heldRule = (rule: ToSellInput["sku"]): HeldRule | null =>
  rule && {
    version: rule.version,
    values: {
      sharePercent: rule.share === null ? null : percentOf(rule.share),
      bufferUnits: rule.bufferUnits,
      maxUnits: rule.maxUnits,
    },
  };

function widerOf({ channel, sku }: ToSellInput) {
  return {
    sharePercent: percentOf(sku?.share ?? channel.share),
    bufferUnits: sku?.bufferUnits ?? channel.bufferUnits,
    maxUnits: sku?.maxUnits ?? channel.maxUnits,
  };
}

const percentOf = (share: number): number => Number((share * 100).toFixed(2));
