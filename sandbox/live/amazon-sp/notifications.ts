import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { type Answer, type Asked, missing, ok, problem } from "./answer";
import { changedAt } from "./order-facts";
import { orderShape } from "./orders-v0-shape";
import { type AmazonState, type Shelf, type ShopOrder, stamp, vendorNow } from "./state";

const TYPES = new Set(["ORDER_CHANGE", "FBA_INVENTORY_AVAILABILITY_CHANGES"]);
const subscriptionBody = z.object({ payloadVersion: z.string().min(1), destinationId: z.string().min(1) });

/** Notifications: getSubscription, createSubscription, deleteSubscriptionById. */
export function subscriptionCall(
  state: AmazonState,
  asked: Asked,
): { operation: string; answer: () => Answer } | null {
  const type = asked.segments[3] ?? "";
  const operation = { GET: "getSubscription", POST: "createSubscription", DELETE: "deleteSubscriptionById" }[
    asked.method
  ];
  if (!operation) return null;
  return {
    operation,
    answer: () =>
      TYPES.has(type) ? act(state, asked, type) : problem(400, "InvalidInput", "No such notification."),
  };
}

function act(state: AmazonState, asked: Asked, type: string): Answer {
  const known = state.subscriptions.get(type);
  const shape = (one: { id: string; destinationId: string }) =>
    ok({ payload: { subscriptionId: one.id, payloadVersion: "1.0", destinationId: one.destinationId } });
  if (asked.method === "GET") return known ? shape(known) : missing("There is no such subscription.");
  if (asked.method === "DELETE") {
    if (known?.id !== asked.segments[4]) return missing("There is no such subscription.");
    if (!state.faults.lie) state.subscriptions.delete(type);
    return ok({});
  }
  const wanted = subscriptionBody.safeParse(asked.body);
  if (!wanted.success) return problem(400, "InvalidInput", "payloadVersion and destinationId are needed.");
  if (known) return problem(409, "Conflict", "There is a subscription of this type already.");
  const made = { id: `sub-${++state.made}`, destinationId: wanted.data.destinationId };
  if (!state.faults.lie) state.subscriptions.set(type, made);
  return shape(made);
}

/** What a changed order sends. */
export function orderChange(state: AmazonState, order: ShopOrder) {
  const shape = orderShape(state, order);
  return {
    NotificationVersion: "1.0",
    NotificationType: "ORDER_CHANGE",
    PayloadVersion: "1.0",
    EventTime: new Date(changedAt(state, order)).toISOString(),
    Payload: {
      OrderChangeNotification: {
        NotificationLevel: "OrderLevel",
        SellerId: state.options.sellerId,
        AmazonOrderId: order.number,
        OrderChangeType: "OrderStatusChange",
        OrderChangeTrigger: {
          TimeOfOrderChange: new Date(changedAt(state, order)).toISOString(),
          ChangeReason: null,
        },
        Summary: {
          MarketplaceId: state.options.marketplaceId,
          OrderStatus: shape.OrderStatus,
          PurchaseDate: stamp(order.placedAt.getTime()),
          FulfillmentType: shape.FulfillmentChannel,
          OrderType: "StandardOrder",
          NumberOfItemsShipped: shape.NumberOfItemsShipped,
          NumberOfItemsUnshipped: shape.NumberOfItemsUnshipped,
          OrderItems: order.lines.map((line) => ({
            OrderItemId: line.itemId,
            SellerSKU: line.sku,
            Quantity: line.quantity,
            QuantityShipped: line.shipped,
          })),
        },
      },
    },
    NotificationMetadata: metadata(state),
  };
}

/** What a changed shelf sends. */
export function availabilityChange(state: AmazonState, sku: string, shelf: Shelf) {
  return {
    NotificationVersion: "1.0",
    NotificationType: "FBA_INVENTORY_AVAILABILITY_CHANGES",
    PayloadVersion: "1.0",
    EventTime: new Date(shelf.changedAt).toISOString(),
    Payload: {
      SellerId: state.options.sellerId,
      FNSKU: `X00${sku}`.slice(0, 10),
      ASIN: state.offers.get(sku)?.asin ?? "B000000000",
      SKU: sku,
      FulfillmentInventoryByMarketplace: [
        {
          MarketplaceId: state.options.marketplaceId,
          ItemName: state.offers.get(sku)?.title ?? sku,
          FulfillmentInventory: {
            InboundQuantityBreakdown: {
              Working: shelf.working,
              Shipped: shelf.shipped,
              Receiving: shelf.receiving,
            },
            Fulfillable: shelf.fulfillable,
            Unfulfillable: shelf.unfulfillable,
            Researching: shelf.researching,
            ReservedQuantityBreakdown: {
              WarehouseProcessing: 0,
              WarehouseTransfer: 0,
              PendingCustomerOrder: shelf.reserved,
            },
            FutureSupplyBuyable: 0,
            PendingCustomerOrderInTransit: 0,
          },
        },
      ],
    },
    NotificationMetadata: metadata(state),
  };
}

const metadata = (state: AmazonState) => ({
  ApplicationId: "amzn1.sellerapps.app.sandbox",
  SubscriptionId: "sandbox",
  PublishTime: new Date(vendorNow(state)).toISOString(),
  NotificationId: `sandbox-${state.options.seed}-${Date.now().toString(36)}-${++state.made}`,
});

export interface Sender {
  send: (notification: {
    NotificationType: string;
    NotificationMetadata: { NotificationId: string };
  }) => void;
  /** Resolves when nothing waits to be sent. */
  idle: () => Promise<void>;
  stop: () => void;
}

const attemptsMax = 5;

/**
 * The queue and the forwarder behind it: sends notifications on, in order, and again after a second, two, three … where
 * they are not taken. With the fault `shuffleWebhooks` the order is one of chance and some come twice.
 */
export function startSender(state: AmazonState): Sender {
  const queue: { id: string; type: string; body: string }[] = [];
  const stopped = new AbortController();
  let running: Promise<void> | null = null;
  const pump = async () => {
    // Everything that happens in one go is in the queue before the first leaves.
    await new Promise((done) => setTimeout(done, 5));
    while (queue.length > 0 && !stopped.signal.aborted) {
      const at = state.faults.shuffleWebhooks ? Math.floor(state.random() * queue.length) : 0;
      const [one] = queue.splice(at, 1);
      if (!one) break;
      await deliver(state, one, stopped.signal);
      if (state.faults.shuffleWebhooks && state.random() < 0.3) await deliver(state, one, stopped.signal);
    }
  };
  return {
    send(notification) {
      const type = notification.NotificationType;
      if (!state.options.notify || !state.subscriptions.has(type)) return;
      if (state.faults.dropWebhooks > 0 && state.random() < state.faults.dropWebhooks) return;
      queue.push({
        id: notification.NotificationMetadata.NotificationId,
        type,
        body: JSON.stringify(notification),
      });
      running ??= pump().finally(() => {
        running = null;
      });
    },
    async idle() {
      while (running) await running;
    },
    stop: () => stopped.abort(),
  };
}

async function deliver(
  state: AmazonState,
  one: { id: string; body: string },
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; attempt <= attemptsMax && state.options.notify && !signal.aborted; attempt++) {
    const { address, secret } = state.options.notify;
    const at = new Date(vendorNow(state));
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": one.id,
          "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
          "webhook-signature": new Webhook(secret).sign(one.id, at, one.body),
        },
        body: one.body,
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      });
      await answer.arrayBuffer();
      if (answer.ok) return;
    } catch {
      // The receiver is not there: it comes again below.
    }
    await new Promise((done) => setTimeout(done, attempt * 1000).unref());
  }
}
