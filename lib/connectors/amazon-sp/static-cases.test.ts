import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { VendorError, type VendorRequest } from "../live-contract";
import { accountOf } from "./account";
import { callApi } from "./client";
import { mapListing } from "./mapper/listing";
import { mapOrder } from "./mapper/order";
import { mapOrderV0 } from "./mapper/order-v0";
import { limits, type Operation } from "./operations";
import {
  contractsFolder,
  contractsMissing,
  type ModelOperation,
  operationsOf,
  type StaticCase,
} from "./testing/contracts";
import { testSession } from "./testing/session";
import * as inbound from "./wire-types/inbound";
import { listingItem, listingSearchAnswer, listingSubmission } from "./wire-types/listings";
import { subscription } from "./wire-types/notifications";
import { getOrderAnswer, searchOrdersAnswer } from "./wire-types/orders";
import { orderAnswer, orderItemsAnswer, ordersAnswer } from "./wire-types/orders-v0";
import { createdReport, report, reportDocument, reportList } from "./wire-types/reports";
import { anything } from "./wire-types/shared";

if (contractsMissing)
  console.warn(`Skipped: Amazon's own cases are not at ${contractsFolder}; set PLIMSOLL_CONTRACTS.`);

/** Every operation the connector uses whose model has cases, with the name of its bucket and what its answer is read by. */
const used: Record<string, Partial<Record<string, readonly [Operation, z.ZodType]>>> = {
  "ordersV0.json": {
    getOrders: ["getOrders", ordersAnswer],
    getOrder: ["getOrderV0", orderAnswer],
    getOrderItems: ["getOrderItems", orderItemsAnswer],
  },
  "orders_2026-01-01.json": {
    searchOrders: ["searchOrders", searchOrdersAnswer],
    getOrder: ["getOrder", getOrderAnswer],
  },
  "listingsItems_2021-08-01.json": {
    getListingsItem: ["getListingsItem", listingItem],
    searchListingsItems: ["searchListingsItems", listingSearchAnswer],
    patchListingsItem: ["patchListingsItem", listingSubmission],
  },
  "reports_2021-06-30.json": {
    createReport: ["createReport", createdReport],
    getReport: ["getReport", report],
    getReports: ["getReports", reportList],
    getReportDocument: ["getReportDocument", reportDocument],
  },
  "notifications.json": {
    getSubscription: ["getSubscription", subscription],
    createSubscription: ["createSubscription", subscription],
    deleteSubscriptionById: ["deleteSubscriptionById", anything],
  },
  "fulfillmentInbound_2024-03-20.json": {
    listInboundPlans: ["listInboundPlans", inbound.planList],
    createInboundPlan: ["createInboundPlan", inbound.createdPlan],
    getInboundPlan: ["getInboundPlan", inbound.plan],
    cancelInboundPlan: ["cancelInboundPlan", inbound.startedOperation],
    listInboundPlanItems: ["listInboundPlanItems", inbound.planItems],
    generatePackingOptions: ["generatePackingOptions", inbound.startedOperation],
    listPackingOptions: ["listPackingOptions", inbound.packingOptions],
    confirmPackingOption: ["confirmPackingOption", inbound.startedOperation],
    generatePlacementOptions: ["generatePlacementOptions", inbound.startedOperation],
    listPlacementOptions: ["listPlacementOptions", inbound.placementOptions],
    confirmPlacementOption: ["confirmPlacementOption", inbound.startedOperation],
    generateTransportationOptions: ["generateTransportationOptions", inbound.startedOperation],
    listTransportationOptions: ["listTransportationOptions", inbound.transportationOptions],
    confirmTransportationOptions: ["confirmTransportationOptions", inbound.startedOperation],
    getShipment: ["getShipment", inbound.shipment],
    getInboundOperationStatus: ["getInboundOperationStatus", inbound.operationStatus],
  },
};

interface Case {
  operation: ModelOperation;
  bucket: Operation;
  schema: z.ZodType;
  status: number;
  given: StaticCase;
}

const cases: Case[] = contractsMissing
  ? []
  : Object.entries(used).flatMap(([file, wanted]) =>
      operationsOf(file).flatMap((operation) => {
        const [bucket, schema] = wanted[operation.id] ?? [];
        if (!bucket || !schema) return [];
        return operation.cases.map(({ status, given }) => ({ operation, bucket, schema, status, given }));
      }),
    );

const account = accountOf({ marketplace: "US" });
const wide = Object.fromEntries(limits.map(({ bucket }) => [bucket, { perSecond: 1000, burst: 1000 }]));

describe.skipIf(contractsMissing)("Amazon's own static cases", () => {
  let origin = "";
  let current: Case | null = null;
  let arrived: { method: string; url: string; body: string } | null = null;
  /** Answers with the case's answer where the case's request arrived; else says that it did not. */
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const send = (status: number, content: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
    if (request.url === "/auth/o2/token")
      return send(200, { access_token: "Atza|x", token_type: "bearer", expires_in: 3600 });
    arrived = { method: request.method ?? "", url: request.url ?? "", body };
    return send(current?.status ?? 500, current?.given.response ?? {});
  });
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const call = (one: Case) => {
    const values = Object.fromEntries(
      Object.entries(one.given.request.parameters).map(([name, given]) => [name, given.value]),
    );
    const { operation } = one;
    const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(String(values[name] ?? "any")),
    );
    const query = Object.fromEntries(
      operation.parameters
        .filter((parameter) => parameter.in === "query" && values[parameter.name] !== undefined)
        .map(({ name }) => [name, values[name] as string | readonly string[]]),
    );
    const method = operation.method as VendorRequest["method"];
    const body = operation.parameters.some((parameter) => parameter.in === "body")
      ? (values.body ?? {})
      : undefined;
    const settings = { baseUrl: origin, region: "na", marketplace: "US" };
    const session = testSession(settings, { clientSecret: "s", refreshToken: "r" }, { rates: wide });
    current = one;
    arrived = null;
    return {
      wanted: { method, path, query, body },
      run: callApi(session, one.bucket, { method, path, query, body }, one.schema),
    };
  };

  test.each(
    cases.map(
      (one, index) => [`${one.operation.file} ${one.operation.id} ${one.status} #${index}`, one] as const,
    ),
  )("%s", async (_name, one) => {
    const { wanted, run } = call(one);
    if (one.status < 300) {
      const { value, raw } = await run;
      expect(value).toBeDefined();
      expect(raw).toEqual(one.given.response ?? {});
    } else {
      const error: unknown = await run.catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(VendorError);
      expect(error).toMatchObject({ failure: "refused", retryAfterSeconds: null });
      expect((error as VendorError).message).toContain(one.bucket);
    }
    const url = new URL(arrived?.url ?? "/", "http://localhost");
    expect([arrived?.method, url.pathname]).toEqual([wanted.method, `/na${wanted.path}`]);
    for (const [name, value] of Object.entries(wanted.query))
      expect(url.searchParams.get(name)).toBe(Array.isArray(value) ? value.join(",") : String(value));
    if (wanted.body !== undefined) expect(JSON.parse(arrived?.body ?? "null")).toEqual(wanted.body);
  });

  test("every operation that is used was met, and every order and listing among the answers can be mapped", () => {
    const met = new Set(cases.map(({ bucket }) => bucket));
    const named = Object.values(used).flatMap((one) => Object.values(one).map((pair) => pair?.[0]));
    expect(named.filter((bucket) => bucket && !met.has(bucket))).toEqual([]);
    const answers = (bucket: Operation) =>
      cases.filter((one) => one.bucket === bucket && one.status < 300).map(({ given }) => given.response);
    const orders = answers("searchOrders").flatMap((raw) => searchOrdersAnswer.parse(raw).orders);
    const single = answers("getOrder").map((raw) => getOrderAnswer.parse(raw).order);
    const mapped = [...orders, ...single].map((order) => mapOrder(order, account, {}));
    expect(mapped.every((record) => record !== null)).toBe(true);
    const items = answers("getOrderItems").flatMap((raw) => orderItemsAnswer.parse(raw).payload.OrderItems);
    const older = answers("getOrders").flatMap((raw) => ordersAnswer.parse(raw).payload.Orders);
    expect(older.map((order) => mapOrderV0(order, items, account, { order: {}, items: [] }))).not.toContain(
      null,
    );
    const listings = answers("getListingsItem").map((raw) =>
      mapListing(listingItem.parse(raw), account, "2026-01-01T00:00:00Z", raw),
    );
    expect(listings[0]?.fields).toMatchObject({
      sku: "GM-ZDPI-9B4E",
      price: "100.00",
      state: "active",
      contentMissing: ["size"],
      publishedUnits: 100,
    });
  });

  test("orders of the cases come out as they went in: yen, VAT within the price, tax on top", () => {
    const all = cases.filter(
      ({ bucket, status }) => (bucket === "searchOrders" || bucket === "getOrder") && status < 300,
    );
    const orders = all.flatMap(({ bucket, given }) =>
      bucket === "getOrder"
        ? [getOrderAnswer.parse(given.response).order]
        : searchOrdersAnswer.parse(given.response).orders,
    );
    const fields = (id: string) => {
      const order = orders.find(({ orderId }) => orderId === id);
      return order ? mapOrder(order, account, {})?.fields : null;
    };
    expect(fields("250-1234567-8901234")).toMatchObject({
      currency: "JPY",
      total: "19940",
      state: "shipped",
      location: "FBA-US",
      lines: [
        { sku: "ECHO-DOT-4-JP-CHARCOAL", quantity: 1, unitPrice: "5980" },
        { sku: "FIRE-TV-4K-MAX-JP", quantity: 2, unitPrice: "6980" },
      ],
    });
    expect(fields("114-9876543-1234567")).toMatchObject({
      total: "49.99",
      tax: "10",
      state: "open",
      location: null,
    });
    expect(fields("028-1234567-8901234")).toMatchObject({
      currency: "TRY",
      total: "125",
      lines: [{ quantity: 2, unitPrice: "62.5" }],
    });
  });
});
