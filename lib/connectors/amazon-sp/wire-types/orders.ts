import { z } from "zod";
import { decimal, maybe, pagination, whole } from "./shared";

/** Orders 2026-01-01: only what is used. */
const money = z.object({ amount: decimal, currencyCode: z.string().length(3) });
export type Money = z.output<typeof money>;

const breakdown = z.object({ type: z.string(), subtotal: money });

const item = z.object({
  orderItemId: z.string().min(1),
  quantityOrdered: whole,
  product: z.object({
    asin: maybe(z.string()),
    title: maybe(z.string()),
    sellerSku: maybe(z.string()),
    price: maybe(z.object({ unitPrice: maybe(money) })),
  }),
  proceeds: maybe(z.object({ proceedsTotal: maybe(money), breakdowns: maybe(z.array(breakdown)) })),
  cancellation: maybe(
    z.object({
      cancellationRequest: maybe(z.object({ requester: maybe(z.string()) })),
      cancellationExecution: maybe(z.object({ cancelledBy: maybe(z.string()) })),
    }),
  ),
  fulfillment: maybe(z.object({ quantityFulfilled: maybe(whole), quantityUnfulfilled: maybe(whole) })),
});
export type OrderItem = z.output<typeof item>;

export const order = z.object({
  orderId: z.string().min(1),
  createdTime: z.string(),
  lastUpdatedTime: z.string(),
  programs: maybe(z.array(z.string())),
  associatedOrders: maybe(
    z.array(z.object({ orderId: maybe(z.string()), associationType: maybe(z.string()) })),
  ),
  salesChannel: z.object({ channelName: z.string(), marketplaceId: maybe(z.string()) }),
  proceeds: maybe(z.object({ grandTotal: maybe(money), breakdowns: maybe(z.array(breakdown)) })),
  fulfillment: maybe(z.object({ fulfillmentStatus: z.string(), fulfilledBy: maybe(z.string()) })),
  orderItems: z.array(item),
});
export type Order = z.output<typeof order>;

export const searchOrdersAnswer = z.object({
  orders: z.array(order),
  pagination: maybe(pagination),
  lastUpdatedBefore: maybe(z.string()),
  createdBefore: maybe(z.string()),
});

export const getOrderAnswer = z.object({ order });
