import type { LiveConnector } from "@/lib/connectors/live-contract";
import { readBack, send } from "./actions/send";
import { check } from "./check";
import { POINTS } from "./client";
import { readPage } from "./read/read";
import { settings } from "./settings";
import { subscribe, unsubscribe } from "./webhooks/subscribe";
import { understand } from "./webhooks/understand";
import { verify } from "./webhooks/verify";

/**
 * Shopify's Admin API in GraphQL, its webhooks and bulk operations. Polls are the net below the webhooks; listings are read
 * whole, because a shop does not say which variants sold less than before.
 */
export const shopifyConnector: LiveConnector = {
  vendor: "shopify",
  name: "Shopify",
  settings,
  streams: {
    locations: { pollSeconds: 3600, overlapSeconds: 0, backfill: false, pushed: false },
    products: { pollSeconds: 300, overlapSeconds: 120, backfill: false, pushed: true },
    listings: { pollSeconds: 14_400, overlapSeconds: 0, backfill: false, pushed: true },
    stock: { pollSeconds: 120, overlapSeconds: 120, backfill: false, pushed: true },
    orders: { pollSeconds: 60, overlapSeconds: 120, backfill: true, pushed: true },
  },
  limits: [{ bucket: POINTS, perSecond: 100, burst: 2000 }],
  check,
  read: readPage,
  webhooks: {
    bytesMax: 5_000_000,
    // A body that cannot be read is taken all the same: eight refusals in a row would end the subscription.
    statuses: { taken: 200, unsigned: 401, malformed: 200 },
    verify,
    understand,
    subscribe,
    unsubscribe,
  },
  send,
  readBack,
  transfers: "between",
  quantities: "by_place",
};
