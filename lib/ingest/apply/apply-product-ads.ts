import { campaignsByExternalId } from "./ads";
import type { KindApplier } from "./contract";
import { applied, codesIn, idsByCode, sorter, textOf } from "./refs";
import { upsertRows } from "./upsert";

export const applyProductAds: KindApplier = {
  identify: ({ campaign, adId }) => `${campaign}|${adId}`,
  apply: async (tx, context, items) => {
    const skus = await idsByCode(tx, "sku", codesIn(items, "sku"));
    const campaigns = await campaignsByExternalId(tx, context.connectionId, codesIn(items, "campaign"));
    const campaignIds = new Map([...campaigns].map(([externalId, { id }]) => [externalId, id]));
    const { find, rejects } = sorter();
    const rows = items.flatMap(({ line, record }) => {
      const campaign = find(campaignIds, line, textOf(record, "campaign"), "unknown_campaign");
      const sku = campaign && find(skus, line, textOf(record, "sku"), "unknown_sku");
      if (!campaign || !sku) return [];
      const set: Record<string, unknown> = { campaign_id: campaign, external_id: record.adId, sku_id: sku };
      if (record.state != null) {
        set.state = record.state;
        set.state_as_of = textOf(record, "stateAsOf") ?? context.now;
      }
      return [{ line, set, insertOnly: { simulated: context.simulated } }];
    });
    const ids = await upsertRows(tx, "product_ad", ["campaign_id", "external_id"], rows);
    return applied(ids, rejects);
  },
};
