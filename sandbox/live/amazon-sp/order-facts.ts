import { findMarketplace } from "@/lib/connectors/amazon-sp/marketplaces";
import { minorToDecimal } from "@/lib/core/money";
import { type AmazonState, type ShopLine, type ShopOrder, vendorNow } from "./state";

/** Getting authorised is a change too. */
export function changedAt(state: AmazonState, order: ShopOrder): number {
  const authorised = order.placedAt.getTime() + state.options.pendingSeconds * 1000;
  const passed = state.options.pendingSeconds > 0 && authorised <= vendorNow(state);
  return passed ? Math.max(order.changedAt, authorised) : order.changedAt;
}

/** Whether payment is still being authorised, so that no amount is told. */
export const isPending = (state: AmazonState, order: ShopOrder): boolean =>
  order.state === "open" && vendorNow(state) < order.placedAt.getTime() + state.options.pendingSeconds * 1000;

/** What the buyer pays, as a decimal. */
export function totalOf(order: ShopOrder): string {
  const goods = order.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  return minorToDecimal(goods - order.discountMinor + order.taxMinor + order.shippingMinor, order.currency);
}

/** An amount of the order that stands on its first line: discount, tax and postage belong to all of it. */
export const onFirst = (order: ShopOrder, line: ShopLine, minor: number): number =>
  order.lines[0]?.itemId === line.itemId ? minor : 0;

/** Name of the site that the orders come from. */
export const siteOf = (state: AmazonState): string =>
  findMarketplace(state.options.marketplaceId)?.site ?? "Amazon";
