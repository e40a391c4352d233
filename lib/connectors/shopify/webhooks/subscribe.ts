import { z } from "zod";
import { type Session, VendorError } from "@/lib/connectors/live-contract";
import { query, userErrorText } from "../client";
import { subscribeMutation, subscriptionsQuery, unsubscribeMutation } from "../documents";
import { nextCursor } from "../read/filters";
import { pageOf, userErrors } from "../wire-types";

/** What we are told of. */
export const TOPICS = [
  "ORDERS_CREATE",
  "ORDERS_UPDATED",
  "ORDERS_CANCELLED",
  "ORDERS_DELETE",
  "REFUNDS_CREATE",
  "PRODUCTS_CREATE",
  "PRODUCTS_UPDATE",
  "PRODUCTS_DELETE",
  "INVENTORY_LEVELS_UPDATE",
  "APP_UNINSTALLED",
] as const;

const listShape = z.object({
  webhookSubscriptions: pageOf(z.object({ id: z.string(), topic: z.string(), uri: z.string() })),
});
const madeShape = z.object({
  webhookSubscriptionCreate: z.object({
    webhookSubscription: z.object({ id: z.string() }).nullish(),
    userErrors,
  }),
});
const goneShape = z.object({ webhookSubscriptionDelete: z.object({ userErrors }) });

/** Subscribes to what is not subscribed yet. Done again, it changes nothing. Throws VendorError. */
export async function subscribe(session: Session, address: string): Promise<void> {
  const there = new Set((await subscriptionsTo(session, address)).map(({ topic }) => topic));
  for (const topic of TOPICS) {
    if (there.has(topic)) continue;
    const variables = { topic, subscription: { uri: address, format: "JSON" } };
    const { webhookSubscriptionCreate: made } = await query(session, subscribeMutation, variables, madeShape);
    const failed = userErrorText(made.userErrors);
    if (failed !== null && !/already been taken/i.test(failed))
      throw new VendorError("refused", "not_subscribed", `Shopify does not call us for ${topic}: ${failed}`);
  }
}

/** Ends all that go to this address. */
export async function unsubscribe(session: Session, address: string): Promise<void> {
  for (const { id } of await subscriptionsTo(session, address))
    await query(session, unsubscribeMutation, { id }, goneShape);
}

async function subscriptionsTo(session: Session, address: string): Promise<{ id: string; topic: string }[]> {
  const found: { id: string; topic: string }[] = [];
  for (let after: string | null = null; ; ) {
    const variables = { topics: TOPICS, after };
    const { webhookSubscriptions: list } = await query(session, subscriptionsQuery, variables, listShape);
    found.push(...list.nodes.filter(({ uri }) => uri === address));
    const next = nextCursor(list.pageInfo);
    if (!next) return found;
    after = next.cursor;
  }
}
