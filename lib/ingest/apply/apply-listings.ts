import type { KindApplier } from "./contract";
import { applied, codesIn, idsByCode, sorter, textOf } from "./refs";
import { type ColumnSpec, columnsOf, upsertRows } from "./upsert";

const specs: Record<string, ColumnSpec> = {
  price: { column: "price", nullable: true },
  currency: { column: "currency" },
  state: { column: "state" },
  contentState: { column: "content_state" },
  contentMissing: { column: "content_missing" },
  publishedUnits: { column: "published_units", nullable: true },
};

export const applyListings: KindApplier = {
  identify: ({ channel, listingId, sku }) => `${channel}|${listingId ?? sku}`,
  apply: async (tx, context, items) => {
    const skus = await idsByCode(tx, "sku", codesIn(items, "sku"));
    const channels = await idsByCode(tx, "channel", codesIn(items, "channel"));
    const currencies = new Map(
      (
        await tx<
          { id: number; currency: string }[]
        >`select id, currency from channel where id = any(${[...channels.values()]}::smallint[])`
      ).map(({ id, currency }) => [id, currency]),
    );
    const { find, rejects } = sorter();
    const rows = items.flatMap(({ line, record }) => {
      const channel = find(channels, line, textOf(record, "channel"), "unknown_channel");
      const sku = channel && find(skus, line, textOf(record, "sku"), "unknown_sku");
      if (!channel || !sku) return [];
      const set: Record<string, unknown> = {
        channel_id: channel,
        external_id: textOf(record, "listingId") ?? textOf(record, "sku"),
        sku_id: sku,
        ...columnsOf(record, specs),
      };
      if (record.publishedUnits != null) set.published_as_of = textOf(record, "publishedAsOf") ?? context.now;
      const insertOnly: Record<string, unknown> = { simulated: context.simulated };
      if (!("currency" in set)) insertOnly.currency = currencies.get(channel);
      return [{ line, set, insertOnly }];
    });
    const ids = await upsertRows(tx, "listing", ["channel_id", "external_id"], rows);
    return applied(ids, rejects);
  },
};
