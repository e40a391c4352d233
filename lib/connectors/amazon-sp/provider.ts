import type { LiveConnector } from "../live-contract";
import { VendorError } from "../live-contract";
import { accountOf } from "./account";
import { checkAccount } from "./check";
import { marketplaces, REGIONS } from "./marketplaces";
import { limits } from "./operations";
import { readListings } from "./read/listings";
import { readLocations } from "./read/locations";
import { readOrders } from "./read/orders";
import { readStock } from "./read/stock";
import { readSubject } from "./send/read-back";
import { sendMessage } from "./send/send";
import { webhooks } from "./webhook";

/** Amazon's Selling Partner API: one connection is one seller in one marketplace. */
export const amazonSpConnector: LiveConnector = {
  vendor: "amazon_sp",
  name: "Amazon",
  settings: [
    { key: "region", kind: "choice", choices: REGIONS, required: true },
    {
      key: "marketplace",
      kind: "choice",
      choices: marketplaces.map(({ country }) => country),
      required: true,
    },
    { key: "sellerId", kind: "text", required: true },
    { key: "clientId", kind: "text", required: true },
    { key: "clientSecret", kind: "secret", required: true },
    { key: "refreshToken", kind: "secret", required: true },
    { key: "ordersVersion", kind: "choice", choices: ["2026-01-01", "v0"], required: false },
    { key: "channel", kind: "text", required: false },
    { key: "fbaLocation", kind: "text", required: false },
    { key: "merchantLocation", kind: "text", required: false },
    { key: "notificationDestination", kind: "text", required: false },
    { key: "webhookSecret", kind: "secret", required: false },
    { key: "inboundUpTo", kind: "choice", choices: ["plan", "placement", "transport"], required: false },
    { key: "shipFromName", kind: "text", required: false },
    { key: "shipFromAddress", kind: "text", required: false },
    { key: "shipFromCity", kind: "text", required: false },
    { key: "shipFromState", kind: "text", required: false },
    { key: "shipFromPostalCode", kind: "text", required: false },
    { key: "shipFromCountry", kind: "text", required: false },
    { key: "shipFromPhone", kind: "text", required: false },
  ],
  streams: {
    locations: { pollSeconds: 86_400, overlapSeconds: 0, backfill: false, pushed: false },
    // searchOrders grants one request in 179 seconds. A poll looks back for what Amazon shows two minutes late.
    orders: { pollSeconds: 240, overlapSeconds: 600, backfill: true, pushed: true },
    stock: { pollSeconds: 120, overlapSeconds: 600, backfill: false, pushed: true },
    listings: { pollSeconds: 300, overlapSeconds: 900, backfill: true, pushed: false },
  },
  limits,
  check: checkAccount,
  async read(session, request) {
    switch (request.stream) {
      case "orders":
        return readOrders(session, request);
      case "stock":
        return readStock(session, request);
      case "listings":
        return readListings(session, request);
      case "locations":
        return readLocations(session);
      default:
        throw new VendorError("refused", "no_such_stream", `Amazon has no ${request.stream} here.`);
    }
  },
  webhooks,
  send: sendMessage,
  readBack: readSubject,
  transfers: "inbound",
  // What lies at Amazon is counted by nobody else.
  keeps: (settings) => [accountOf(settings).fbaLocation],
};
