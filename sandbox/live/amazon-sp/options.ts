import type { Operation } from "@/lib/connectors/amazon-sp/operations";

export type Grant = "orders" | "inventory" | "listings" | "reports" | "notifications" | "inbound" | "sellers";

export interface AmazonOptions {
  region: "na" | "eu" | "fe";
  marketplaceId: string;
  currency: string;
  sellerId: string;
  storeName: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  /** The place of `setStock` that is Amazon's own; every other place is what the seller offers and ships. */
  fbaPlace: string;
  /** Who ships orders that name no other. */
  fulfilledBy: "amazon" | "merchant";
  grants: readonly Grant[];
  /** Rates a second and bursts other than Amazon's own. */
  rates: Partial<Record<Operation, { perSecond: number; burst: number }>>;
  ordersPerPage: number;
  itemsPerPage: number;
  summariesPerPage: number;
  /** Seconds an order is Pending, without any amount. */
  pendingSeconds: number;
  /** Seconds until a change of an order shows in searches. */
  settleSeconds: number;
  /** Seconds until an accepted listing submission takes effect. */
  applySeconds: number;
  /** Looks after a report or an operation that find it unfinished. */
  looks: number;
  /** Seconds a token lives. */
  tokenSeconds: number;
  /** Where notifications are sent on to, signed as Standard Webhooks describe; null: nowhere. */
  notify: { address: string; secret: string } | null;
  port: number;
  seed: number;
}

/** A seller of made-up goods in the United States. */
export const usualOptions: AmazonOptions = {
  region: "na",
  marketplaceId: "ATVPDKIKX0DER",
  currency: "USD",
  sellerId: "A1SANDBOXSELLER",
  storeName: "Harbour & Pine (simulated)",
  clientId: "amzn1.application-oa2-client.sandbox",
  clientSecret: "sandbox-client-secret",
  refreshToken: "Atzr|sandbox-refresh-token",
  fbaPlace: "FBA-US",
  fulfilledBy: "amazon",
  grants: ["orders", "inventory", "listings", "reports", "notifications", "inbound", "sellers"],
  rates: {},
  ordersPerPage: 100,
  itemsPerPage: 20,
  summariesPerPage: 50,
  pendingSeconds: 0,
  settleSeconds: 0,
  applySeconds: 0,
  looks: 1,
  tokenSeconds: 3600,
  notify: null,
  port: 0,
  seed: 1,
};
