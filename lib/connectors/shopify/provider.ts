import type { LiveConnector } from "@/lib/connectors/live-contract";
import { POINTS } from "./client";
import { readOrders } from "./read/orders";
import { settings } from "./settings";

/** Shopify's Admin API in GraphQL. */
export const shopifyConnector: LiveConnector = {
  vendor: "shopify",
  name: "Shopify",
  settings,
  streams: {
    orders: { pollSeconds: 60, overlapSeconds: 120, backfill: true, pushed: true },
  },
  limits: [{ bucket: POINTS, perSecond: 100, burst: 2000 }],
  check: async () => ({
    ok: true,
    account: null,
    scopes: [],
    missingScopes: [],
    problem: null,
    detail: null,
  }),
  read: (session, request) => readOrders(session, request),
};
