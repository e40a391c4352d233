import { findMarketplace } from "@/lib/connectors/amazon-sp/marketplaces";
import { type Answer, type Asked, ok } from "./answer";
import { createInboundPlan, listInboundPlans, planCall } from "./inbound";
import { getInventorySummaries } from "./inventory";
import { getListingsItem, patchListingsItem, searchListingsItems } from "./listings";
import { subscriptionCall } from "./notifications";
import { getInboundOperationStatus } from "./operations";
import type { Grant } from "./options";
import { getOrder, getOrderItems, getOrders, getOrderV0, searchOrders } from "./orders";
import { createReport, getReport, getReportDocument, getReports } from "./reports";
import type { AmazonState } from "./state";

export interface Route {
  operation: string;
  grant: Grant;
  answer: () => Answer;
}

/** Which operation a request means; null for none. */
export function routeOf(state: AmazonState, asked: Asked, origin: string): Route | null {
  const { method, segments } = asked;
  const [api = "", version = "", noun = "", , fourth] = segments;
  const is = (wanted: string, count: number) =>
    `${method} ${api} ${version} ${noun}` === wanted && segments.length === count;
  const route = (operation: string, grant: Grant, answer: () => Answer): Route => ({
    operation,
    grant,
    answer,
  });
  if (is("GET orders v0 orders", 3)) return route("getOrders", "orders", () => getOrders(state, asked));
  if (is("GET orders v0 orders", 4)) return route("getOrderV0", "orders", () => getOrderV0(state, asked));
  if (is("GET orders v0 orders", 5) && fourth === "orderItems")
    return route("getOrderItems", "orders", () => getOrderItems(state, asked));
  if (is("GET orders 2026-01-01 orders", 3))
    return route("searchOrders", "orders", () => searchOrders(state, asked));
  if (is("GET orders 2026-01-01 orders", 4)) return route("getOrder", "orders", () => getOrder(state, asked));
  if (method === "GET" && segments.join("/") === "fba/inventory/v1/summaries")
    return route("getInventorySummaries", "inventory", () => getInventorySummaries(state, asked));
  if (is("GET listings 2021-08-01 items", 4))
    return route("searchListingsItems", "listings", () => searchListingsItems(state, asked));
  if (is("GET listings 2021-08-01 items", 5))
    return route("getListingsItem", "listings", () => getListingsItem(state, asked));
  if (is("PATCH listings 2021-08-01 items", 5))
    return route("patchListingsItem", "listings", () => patchListingsItem(state, asked));
  if (is("POST reports 2021-06-30 reports", 3))
    return route("createReport", "reports", () => createReport(state, asked));
  if (is("GET reports 2021-06-30 reports", 3)) return route("getReports", "reports", () => getReports(state));
  if (is("GET reports 2021-06-30 reports", 4))
    return route("getReport", "reports", () => getReport(state, asked));
  if (is("GET reports 2021-06-30 documents", 4))
    return route("getReportDocument", "reports", () => getReportDocument(state, asked, origin));
  if (method === "GET" && segments.join("/") === "sellers/v1/marketplaceParticipations")
    return route("getMarketplaceParticipations", "sellers", () => participations(state));
  if (api === "notifications" && noun === "subscriptions") {
    const call = subscriptionCall(state, asked);
    return call && route(call.operation, "notifications", call.answer);
  }
  if (api === "inbound" && noun === "2024-03-20") return inboundRoute(state, asked);
  return null;
}

function inboundRoute(state: AmazonState, asked: Asked): Route | null {
  const { method, segments } = asked;
  const [, , , things, id] = segments;
  const route = (operation: string, answer: () => Answer): Route => ({ operation, grant: "inbound", answer });
  if (things === "operations" && method === "GET")
    return route("getInboundOperationStatus", () => getInboundOperationStatus(state, asked));
  if (things !== "inboundPlans") return null;
  if (id === undefined && method === "POST")
    return route("createInboundPlan", () => createInboundPlan(state, asked));
  if (id === undefined && method === "GET")
    return route("listInboundPlans", () => listInboundPlans(state, asked));
  const call = planCall(state, asked);
  return call && route(call.operation, call.answer);
}

function participations({ options }: AmazonState): Answer {
  const place = findMarketplace(options.marketplaceId);
  return ok({
    payload: [
      {
        marketplace: {
          id: options.marketplaceId,
          name: place?.site ?? "Amazon",
          countryCode: place?.country ?? "US",
          defaultCurrencyCode: options.currency,
        },
        participation: { isParticipating: true, hasSuspendedListings: false },
        storeName: options.storeName,
      },
    ],
  });
}
