import type { GraphQLResolveInfo } from "graphql";
import { bulkView, startBulk, type UserError } from "../bulk";
import type { Shop } from "../shop";
import { gid, numberOf } from "../state";
import { setQuantities } from "./set-quantities";
import { cancelTransfer, createTransfer, receiveShipment, shipTransfer } from "./transfers";

type Args<F extends (...all: never[]) => unknown> = Parameters<F>[1];

/** Root fields of Mutation. */
export const mutationsOf = (shop: Shop) => ({
  inventorySetQuantities: (
    { input }: { input: Args<typeof setQuantities> },
    _: unknown,
    info: GraphQLResolveInfo,
  ) => setQuantities(shop, input, info),
  inventoryTransferCreateAsReadyToShip: (
    { input }: { input: Args<typeof createTransfer> },
    _: unknown,
    info: GraphQLResolveInfo,
  ) => createTransfer(shop, input, info),
  inventoryTransferCancel: ({ id }: { id: string }) => cancelTransfer(shop, id),
  inventoryShipmentCreateInTransit: (
    { input }: { input: Args<typeof shipTransfer> },
    _: unknown,
    info: GraphQLResolveInfo,
  ) => shipTransfer(shop, input, info),
  inventoryShipmentReceive: (args: Args<typeof receiveShipment>, _: unknown, info: GraphQLResolveInfo) =>
    receiveShipment(shop, args, info),
  webhookSubscriptionCreate: ({
    topic,
    webhookSubscription: { uri },
  }: {
    topic: string;
    webhookSubscription: { uri?: string | null };
  }) => subscribe(shop, topic, uri ?? ""),
  webhookSubscriptionDelete: ({ id }: { id: string }) => {
    const found = shop.subscriptions.delete(numberOf(id));
    const userErrors: UserError[] = found
      ? []
      : [{ field: ["id"], message: "Webhook subscription does not exist", code: null }];
    return { deletedWebhookSubscriptionId: found ? id : null, userErrors };
  },
  bulkOperationRunQuery: ({ query, groupObjects }: { query: string; groupObjects: boolean }) => {
    const { job, errors } = startBulk(shop, query, groupObjects);
    return { bulkOperation: job ? bulkView(shop, job) : null, userErrors: errors };
  },
  bulkOperationCancel: ({ id }: { id: string }) => {
    const job = shop.bulk.get(numberOf(id));
    if (job) job.canceledAt = shop.now();
    return { bulkOperation: job ? bulkView(shop, job) : null, userErrors: [] };
  },
});

function subscribe(shop: Shop, topic: string, uri: string) {
  const failed = (message: string) => ({
    webhookSubscription: null,
    userErrors: [{ field: ["webhookSubscription", "uri"], message, code: null }],
  });
  if (!/^https?:\/\//.test(uri)) return failed("Address is invalid");
  const taken = [...shop.subscriptions.values()].some((one) => one.topic === topic && one.uri === uri);
  if (taken) return failed("Address for this topic has already been taken");
  const made = { id: shop.nextId(), topic, uri, createdAt: shop.now(), failures: 0 };
  shop.subscriptions.set(made.id, made);
  const webhookSubscription = {
    __typename: "WebhookSubscription",
    id: gid("WebhookSubscription", made.id),
    topic,
    uri,
    format: "JSON",
    createdAt: new Date(made.createdAt).toISOString(),
  };
  return { webhookSubscription, userErrors: [] as UserError[] };
}
