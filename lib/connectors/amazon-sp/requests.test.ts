import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { limits } from "./operations";
import { amazonSpConnector } from "./provider";
import { contractsFolder, contractsMissing, type ModelOperation, operationsOf } from "./testing/contracts";
import { readAll, since } from "./testing/read-all";
import type { TestSession } from "./testing/session";
import { order, sessionOf, wideRates } from "./testing/shop";

if (contractsMissing)
  console.warn(`Skipped: Amazon's models are not at ${contractsFolder}; set PLIMSOLL_CONTRACTS.`);

const files = [
  "ordersV0.json",
  "orders_2026-01-01.json",
  "fbaInventory.json",
  "listingsItems_2021-08-01.json",
  "reports_2021-06-30.json",
  "notifications.json",
  "fulfillmentInbound_2024-03-20.json",
];
const models = contractsMissing ? [] : files.flatMap(operationsOf);

const pattern = (path: string): RegExp =>
  new RegExp(`^/na${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`);

const schemaNode = z.object({
  $ref: z.string().optional(),
  type: z.string().optional(),
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
  pattern: z.string().optional(),
});

/** What a body does that the model does not know; empty when it keeps to it. */
function bodyFaults(file: string, schema: unknown, body: unknown, at = "body"): string[] {
  const { definitions } = JSON.parse(readFileSync(join(contractsFolder, file), "utf8"));
  const walk = (raw: unknown, value: unknown, where: string): string[] => {
    const node = schemaNode.parse(raw);
    if (node.$ref) return walk(definitions[node.$ref.split("/").at(-1) ?? ""], value, where);
    if (Array.isArray(value)) {
      const long = node.maxItems !== undefined && value.length > node.maxItems ? [`${where}: too many`] : [];
      return [
        ...long,
        ...value.flatMap((one, index) => (node.items ? walk(node.items, one, `${where}[${index}]`) : [])),
      ];
    }
    if (typeof value === "object" && value !== null) {
      if (!node.properties) return [];
      const { properties } = node;
      const missing = node.required
        .filter((name) => !(name in value))
        .map((name) => `${where}.${name}: missing`);
      const strange = Object.entries(value).flatMap(([name, inner]) =>
        name in properties
          ? walk(properties[name], inner, `${where}.${name}`)
          : [`${where}.${name}: unknown`],
      );
      return [...missing, ...strange];
    }
    const text = String(value);
    if (node.enum && !node.enum.includes(text)) return [`${where}: ${text} is none of ${node.enum}`];
    if (node.maxLength !== undefined && text.length > node.maxLength) return [`${where}: too long`];
    if (node.pattern && typeof value === "string" && !new RegExp(node.pattern).test(value))
      return [`${where}: ${text}`];
    return [];
  };
  return walk(schema, body, at);
}

function faultsOf(request: TestSession["sent"][number], origin: string): string[] {
  const url = new URL(request.url);
  if (url.origin !== origin || !url.pathname.startsWith("/na/") || url.pathname.includes("/sellers/"))
    return [];
  const known = models.find((one) => one.method === request.method && pattern(one.path).test(url.pathname));
  const name = `${request.method} ${url.pathname}`;
  if (!known) return [`${name}: no such operation`];
  const query = known.parameters.filter((parameter) => parameter.in === "query");
  const strange = [...url.searchParams.keys()].filter(
    (key) => !query.some((parameter) => parameter.name === key),
  );
  const wrong = query.flatMap((parameter) => {
    const value = url.searchParams.get(parameter.name);
    if (value === null) return parameter.required ? [`${parameter.name} is missing`] : [];
    const parts = parameter.type === "array" ? value.split(",") : [value];
    const allowed = parameter.items?.enum ?? parameter.enum;
    const most = parameter.maxItems ?? parts.length;
    const over = parameter.maximum !== undefined && Number(value) > parameter.maximum;
    return [
      ...(allowed && parts.some((part) => !allowed.includes(part)) ? [`${parameter.name}=${value}`] : []),
      ...(parts.length > most || over ? [`${parameter.name} is too long`] : []),
    ];
  });
  return [...strange.map((key) => `${key} is unknown`), ...wrong, ...bodyOf(known, request)].map(
    (fault) => `${name}: ${fault}`,
  );
}

function bodyOf(known: ModelOperation, request: TestSession["sent"][number]): string[] {
  const { paths } = JSON.parse(readFileSync(join(contractsFolder, known.file), "utf8"));
  const method = paths[known.path][known.method.toLowerCase()];
  const own = z
    .array(
      z.object({
        in: z.string().optional(),
        schema: z.unknown().optional(),
        required: z.boolean().optional(),
      }),
    )
    .parse(method.parameters ?? []);
  const declared = own.find((parameter) => parameter.in === "body");
  if (request.body === null) return declared?.required ? ["body is missing"] : [];
  return declared ? bodyFaults(known.file, declared.schema, JSON.parse(request.body)) : ["body is not taken"];
}

describe.skipIf(contractsMissing)("to the letter of Amazon's models", () => {
  let amazon: SimulatedAmazon;
  beforeEach(async () => {
    amazon = await startAmazonSp({
      rates: wideRates,
      ordersPerPage: 2,
      itemsPerPage: 2,
      summariesPerPage: 2,
    });
  });
  afterEach(() => amazon.stop());

  test("every request that any part of the connector sends is one that a model describes", async () => {
    const lately = since(new Date(Date.now() - 60_000));
    const from = {
      shipFromName: "A",
      shipFromAddress: "B",
      shipFromCity: "C",
      shipFromPostalCode: "1",
      shipFromCountry: "US",
      shipFromPhone: "1",
    };
    const sent: TestSession["sent"][number][] = [];
    for (let n = 0; n < 5; n++)
      amazon.placeOrder(order(`111-${n}`, { placedAt: new Date(Date.now() - 60_000) }));
    for (let n = 0; n < 30; n++) amazon.setStock(`SHOP-${n}`, "shop", n);
    amazon.state.subscriptions.clear();
    for (const ordersVersion of ["v0", "2026-01-01"]) {
      const session = sessionOf(amazon, {
        ...from,
        ordersVersion,
        inboundUpTo: "transport",
        notificationDestination: "d",
      });
      expect((await amazonSpConnector.check(session)).ok).toBe(true);
      for (const stream of ["orders", "stock", "listings"] as const) {
        await readAll(session, stream, lately);
        await readAll(session, stream, { kind: "ids", ids: ["111-1", "PLM-1"] });
        if (stream !== "stock")
          await readAll(session, stream, {
            kind: "backfill",
            from: new Date(Date.now() - 86_400_000).toISOString(),
            until: new Date().toISOString(),
          });
      }
      const actionId = `${String(ordersVersion.length).padStart(2, "0")}9d2a4e-1111-4222-8333-944455556666`;
      const quantity = { actionId, sku: "SHOP-1", units: 40 + ordersVersion.length };
      await amazonSpConnector.send?.(session, { id: actionId, type: "quantity.set", data: quantity });
      const lines = [{ lineNo: 1, sku: "PLM-1", quantity: 3 }];
      const transfer = {
        actionId,
        number: "TO-000123456789012345",
        origin: "LAX1",
        destination: "FBA-US",
        lines,
      };
      expect(
        await amazonSpConnector.send?.(session, { id: actionId, type: "transfer.requested", data: transfer }),
      ).toMatchObject({ outcome: "accepted" });
      await amazonSpConnector.readBack?.(session, { subject: "transfer", actionId });
      await amazonSpConnector.send?.(session, {
        id: "x",
        type: "transfer.cancelled",
        data: { cancels: actionId },
      });
      await amazonSpConnector.webhooks?.subscribe?.(session, "https://unused.example");
      await amazonSpConnector.webhooks?.unsubscribe?.(session, "https://unused.example");
      sent.push(...session.sent);
    }
    expect(sent.flatMap((request) => faultsOf(request, amazon.origin))).toEqual([]);
    const met = new Set(Object.keys(amazon.counts()));
    expect(limits.map(({ bucket }) => bucket).filter((bucket) => !met.has(bucket))).toEqual([]);
  });

  test("the rates known beforehand are those that the models state", () => {
    const stated = (id: string, file?: string) => {
      const found = models.find((one) => one.id === id && (!file || one.file === file));
      const plan = /\|\s*([\d.]+)\s*\|\s*([\d.]+)\s*\|/.exec(found?.description ?? "");
      return plan ? { perSecond: Number(plan[1]), burst: Number(plan[2]) } : null;
    };
    for (const { bucket, ...plan } of limits) {
      if (bucket === "getMarketplaceParticipations") continue;
      const wanted =
        bucket === "getOrderV0"
          ? stated("getOrder", "ordersV0.json")
          : stated(bucket, bucket === "getOrder" ? "orders_2026-01-01.json" : undefined);
      expect([bucket, plan]).toEqual([bucket, wanted]);
    }
  });
});
