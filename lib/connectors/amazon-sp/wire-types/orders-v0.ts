import { z } from "zod";
import { decimal, maybe, truth, whole } from "./shared";

/** Orders v0: only what is used. Amounts are absent while an order is Pending. */
const money = z.object({ CurrencyCode: maybe(z.string().length(3)), Amount: maybe(decimal) });

export const orderV0 = z.object({
  AmazonOrderId: z.string().min(1),
  PurchaseDate: z.string(),
  LastUpdateDate: z.string(),
  OrderStatus: z.string(),
  FulfillmentChannel: maybe(z.string()),
  SalesChannel: maybe(z.string()),
  OrderTotal: maybe(money),
  MarketplaceId: maybe(z.string()),
  IsReplacementOrder: maybe(truth),
  IsBusinessOrder: maybe(truth),
  ReplacedOrderId: maybe(z.string()),
  ShippingAddress: maybe(z.object({ CountryCode: maybe(z.string()) })),
});
export type OrderV0 = z.output<typeof orderV0>;

export const orderItemV0 = z.object({
  OrderItemId: z.string().min(1),
  ASIN: z.string(),
  SellerSKU: maybe(z.string()),
  Title: maybe(z.string()),
  QuantityOrdered: whole,
  QuantityShipped: maybe(whole),
  ItemPrice: maybe(money),
  ItemTax: maybe(money),
  ShippingPrice: maybe(money),
  ShippingTax: maybe(money),
  ShippingDiscount: maybe(money),
  PromotionDiscount: maybe(money),
  CODFee: maybe(money),
  CODFeeDiscount: maybe(money),
  IsGift: maybe(truth),
  BuyerRequestedCancel: maybe(z.object({ IsBuyerRequestedCancel: maybe(truth) })),
});
export type OrderItemV0 = z.output<typeof orderItemV0>;

export const ordersAnswer = z.object({
  payload: z.object({
    Orders: z.array(orderV0),
    NextToken: maybe(z.string()),
    LastUpdatedBefore: maybe(z.string()),
    CreatedBefore: maybe(z.string()),
  }),
});

export const orderAnswer = z.object({ payload: orderV0 });

export const orderItemsAnswer = z.object({
  payload: z.object({
    AmazonOrderId: z.string(),
    OrderItems: z.array(orderItemV0),
    NextToken: maybe(z.string()),
  }),
});
