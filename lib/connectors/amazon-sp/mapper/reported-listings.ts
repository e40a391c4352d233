import type { SourceRecord } from "../../live-contract";
import type { Account } from "../account";
import { MERCHANT_CHANNEL } from "./listing";

type Row = Readonly<Record<string, string>>;

/** Column names of the sites that translate their head row, in the words of the others. */
const column = (row: Row, ...names: string[]): string | null => {
  for (const name of names) if (row[name]) return row[name];
  return null;
};

/** The listings of an all-listings report, as they were at `readAt`. Rows without a SKU are left out. */
export function mapReportedListings(rows: readonly Row[], account: Account, readAt: string): SourceRecord[] {
  return rows.flatMap((row) => {
    const sku = column(row, "seller-sku", "出品者sku");
    if (!sku) return [];
    const code = column(row, "fulfillment-channel", "フルフィルメント・チャンネル");
    const quantity = column(row, "quantity", "数量");
    const byMerchant = code === null || code.toUpperCase() === MERCHANT_CHANNEL;
    const units = byMerchant && quantity !== null && /^\d+$/.test(quantity) ? Number(quantity) : null;
    const price = column(row, "price", "価格");
    return [
      {
        kind: "listings" as const,
        id: sku,
        version: null,
        fields: {
          channel: account.channel,
          sku,
          listingId: column(row, "asin1", "product-id", "商品id"),
          price: price !== null && /^\d+(\.\d+)?$/.test(price) ? price : null,
          currency: account.marketplace.currency,
          state: column(row, "status", "ステータス")?.toLowerCase() === "active" ? "active" : "inactive",
          publishedUnits: units,
          publishedAsOf: units === null ? null : readAt,
        },
        raw: row,
        eventAt: null,
      },
    ];
  });
}
