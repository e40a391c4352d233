import { z } from "zod";
import { maybe, whole } from "./shared";

const envelope = {
  EventTime: maybe(z.string()),
  NotificationMetadata: z.object({ NotificationId: z.string().min(1), PublishTime: maybe(z.string()) }),
};

export const notification = z.object({ NotificationType: z.string(), ...envelope });

export const orderChange = z.object({
  ...envelope,
  Payload: z.object({
    OrderChangeNotification: z.object({
      SellerId: maybe(z.string()),
      AmazonOrderId: z.string().min(1),
      OrderChangeTrigger: maybe(z.object({ TimeOfOrderChange: maybe(z.string()) })),
      Summary: maybe(z.object({ MarketplaceId: maybe(z.string()) })),
    }),
  }),
});

const inventory = z.object({
  Fulfillable: maybe(whole),
  Unfulfillable: maybe(whole),
  Researching: maybe(whole),
  InboundQuantityBreakdown: maybe(
    z.object({ Working: maybe(whole), Shipped: maybe(whole), Receiving: maybe(whole) }),
  ),
  ReservedQuantityBreakdown: maybe(
    z.object({
      WarehouseProcessing: maybe(whole),
      WarehouseTransfer: maybe(whole),
      PendingCustomerOrder: maybe(whole),
    }),
  ),
});
export type NotifiedInventory = z.output<typeof inventory>;

export const availabilityChange = z.object({
  ...envelope,
  Payload: z.object({
    SellerId: maybe(z.string()),
    SKU: z.string().min(1),
    FulfillmentInventoryByMarketplace: z.array(
      z.object({ MarketplaceId: z.string(), FulfillmentInventory: inventory }),
    ),
  }),
});

export const subscription = z.object({
  payload: z.object({
    subscriptionId: maybe(z.string()),
    payloadVersion: maybe(z.string()),
    destinationId: maybe(z.string()),
  }),
});

/** Sellers v1: where the account sells. */
export const participations = z.object({
  payload: z.array(
    z.object({
      marketplace: z.object({ id: z.string(), name: maybe(z.string()), countryCode: maybe(z.string()) }),
      participation: maybe(z.object({ isParticipating: maybe(z.boolean()) })),
      storeName: maybe(z.string()),
    }),
  ),
});
