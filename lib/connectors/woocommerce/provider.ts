import { type LiveConnector, VendorError } from "../live-contract";
import { check } from "./check";
import { limit } from "./client";
import { readQuantity, setQuantity } from "./quantity";
import { readOrders } from "./read-orders";
import { readProducts } from "./read-products";
import { readShop } from "./read-shop";
import { webhooks } from "./webhooks";

/** WooCommerce REST v3 with its webhooks. Changes are dated by the second, and pages come from a cache now and then: hence the overlap. */
export const woocommerceConnector: LiveConnector = {
  vendor: "woocommerce",
  name: "WooCommerce",
  settings: [
    { key: "address", kind: "address", required: true },
    { key: "consumerKey", kind: "secret", required: true },
    { key: "consumerSecret", kind: "secret", required: true },
    { key: "channel", kind: "text", required: false },
    { key: "location", kind: "text", required: false },
    { key: "stockLocation", kind: "text", required: false },
  ],
  streams: {
    locations: { pollSeconds: 86_400, overlapSeconds: 0, backfill: false, pushed: false },
    products: { pollSeconds: 3_600, overlapSeconds: 0, backfill: false, pushed: true },
    listings: { pollSeconds: 300, overlapSeconds: 120, backfill: false, pushed: false },
    orders: { pollSeconds: 120, overlapSeconds: 120, backfill: true, pushed: true },
  },
  limits: [limit],
  check,
  read: async (session, request) => {
    if (request.stream === "orders") return readOrders(session, request);
    if (request.stream === "products" || request.stream === "listings") return readProducts(session, request);
    if (request.stream === "locations") return readShop(session);
    throw new VendorError("refused", "unknown_stream", `WooCommerce has no ${request.stream}.`);
  },
  webhooks,
  send: setQuantity,
  readBack: readQuantity,
  // Whoever names the location of the shop's numbers says that they are its stock.
  keeps: ({ stockLocation }) => (stockLocation ? [stockLocation] : []),
};
