import { minorDigits } from "@/lib/core/money";
import type { Shop } from "./shop";
import { amount, type ShopOrder } from "./state";

/** An amount in the shop's own currency and in the one the customer paid in. */
export interface Bag {
  shopMoney: { amount: string; currencyCode: string };
  presentmentMoney: { amount: string; currencyCode: string };
}

export function bag(shop: Shop, minor: number, paidIn: string): Bag {
  const own = shop.options.currency;
  return {
    shopMoney: { amount: amount(inShopCurrency(shop, minor, paidIn), own), currencyCode: own },
    presentmentMoney: { amount: amount(minor, paidIn), currencyCode: paidIn },
  };
}

/** Minor units of the shop's currency for minor units of another, by the shop's fixed rate. */
export function inShopCurrency(shop: Shop, minor: number, paidIn: string): number {
  const own = shop.options.currency;
  if (own === paidIn) return minor;
  const rate = shop.options.rates?.[paidIn] ?? 1;
  return Math.round(minor * rate * 10 ** (minorDigits(own) - minorDigits(paidIn)));
}

const unitPrices = ({ lines }: ShopOrder): number =>
  lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0);

/** What the customer was charged, before anything came back. */
export const totalMinor = (order: ShopOrder): number =>
  unitPrices(order) - order.discountMinor + order.shippingMinor + (order.taxesIncluded ? 0 : order.taxMinor);

export const refundedMinor = (order: ShopOrder): number =>
  order.refunds
    .flatMap(({ lines }) => lines)
    .reduce((sum, { subtotalMinor, taxMinor }) => sum + subtotalMinor + taxMinor, 0);

/** Totals in the shop's currency are converted sums; each price is converted by itself, as Shopify does. */
export function shopTotal(shop: Shop, order: ShopOrder): number {
  const own = (minor: number) => inShopCurrency(shop, minor, order.currency);
  const lines = order.lines.reduce((sum, line) => sum + line.quantity * own(line.unitPriceMinor), 0);
  return (
    lines -
    own(order.discountMinor) +
    own(order.shippingMinor) +
    (order.taxesIncluded ? 0 : own(order.taxMinor))
  );
}

/** The total as a bag: in the shop's currency it is the sum of what its parts are there. */
export function totalBag(shop: Shop, order: ShopOrder): Bag {
  const whole = bag(shop, totalMinor(order), order.currency);
  return {
    ...whole,
    shopMoney: { ...whole.shopMoney, amount: amount(shopTotal(shop, order), shop.options.currency) },
  };
}
