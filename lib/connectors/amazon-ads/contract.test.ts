import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Session, VendorRequest } from "../live-contract";
import { adGroups, campaigns, productAds } from "./entities";
import { listPage } from "./list";
import { createReport } from "./reports";
import { updateEntities } from "./update";

const folder = join(process.env.PLIMSOLL_CONTRACTS ?? "../shared/contracts", "amazon-ads");
const skipped = !existsSync(folder);
if (skipped) console.warn(`Skipped: Amazon's descriptions are not at ${folder}; set PLIMSOLL_CONTRACTS.`);

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  type?: string;
}
interface Description {
  paths: Record<string, Record<string, { requestBody: { content: Record<string, { schema: Schema }> } }>>;
  components: { schemas: Record<string, Schema> };
}

const describedIn = (name: string): Description => JSON.parse(readFileSync(join(folder, name), "utf8"));

/** What of a body the schema does not know, or misses. */
function objections(description: Description, given: Schema, value: unknown, path: string): string[] {
  const schema = given.$ref ? description.components.schemas[given.$ref.split("/").at(-1) ?? ""] : given;
  if (!schema) return [`${path}: no schema`];
  const about = (inner: Schema, part: unknown, at: string) => objections(description, inner, part, at);
  if (schema.enum && !schema.enum.includes(value))
    return [`${path}: ${String(value)} is none of ${schema.enum.join(", ")}`];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((part, at) => about(items, part, `${path}[${at}]`)) : [`${path}: no array`];
  }
  if (typeof value !== "object" || value === null)
    return (schema.type === "integer" || schema.type === "number" ? "number" : (schema.type ?? "string")) ===
      typeof value
      ? []
      : [`${path}: no ${schema.type}`];
  const missing = (schema.required ?? [])
    .filter((key) => !(key in value))
    .map((key) => `${path}.${key}: missing`);
  const found = Object.entries(value).flatMap(([key, part]) => {
    const inner = schema.properties?.[key];
    return inner ? about(inner, part, `${path}.${key}`) : [`${path}.${key}: unknown`];
  });
  return [...missing, ...found];
}

/** What a piece of work asks of Amazon; every answer is `content`. */
async function asked(
  work: (session: Session) => Promise<unknown>,
  content: unknown,
): Promise<VendorRequest[]> {
  const requests: VendorRequest[] = [];
  const session: Session = {
    connection: { id: 1, key: "ads", simulated: true },
    settings: { region: "eu", clientId: "c", profileId: "1" },
    secrets: {},
    fetch: async (request) => {
      requests.push(request);
      return { status: 200, headers: {}, text: JSON.stringify(content) };
    },
    token: async () => "token",
    dropToken: async () => {},
    learn: async () => {},
    now: () => new Date(0),
    signal: new AbortController().signal,
  };
  await work(session);
  return requests;
}

function objectionsTo(description: Description, request: VendorRequest | undefined): string[] {
  if (!request) return ["nothing was asked"];
  const { pathname } = new URL(request.url);
  const operation = description.paths[pathname]?.[request.method.toLowerCase()];
  const mediaType = request.headers?.["content-type"] ?? "";
  const schema = operation?.requestBody.content[mediaType]?.schema;
  if (!schema) return [`${request.method} ${pathname} takes no ${mediaType}`];
  return objections(description, schema, JSON.parse(request.body ?? "null"), "body");
}

test.skipIf(skipped)("every list and update is as Sponsored Products v3 describes it", async () => {
  const description = describedIn("SponsoredProducts_prod_3p.json");
  const lists = [
    (session: Session) => listPage(session, campaigns, { ids: ["1"], nextToken: "t" }),
    (session: Session) => listPage(session, adGroups, { ids: ["1"] }),
    (session: Session) => listPage(session, productAds, {}),
  ];
  for (const list of lists) {
    const [request] = await asked(list, {});
    expect(objectionsTo(description, request)).toEqual([]);
    expect(new URL(request?.url ?? "").host).toBe("advertising-api-eu.amazon.com");
  }
  const nothing = { campaigns: {}, productAds: {} };
  const budget = { budgetType: "DAILY", budget: 12.5 };
  const [pause] = await asked(
    (s) => updateEntities(s, productAds, [{ adId: "1", state: "PAUSED" }]),
    nothing,
  );
  const [change] = await asked(
    (s) => updateEntities(s, campaigns, [{ campaignId: "1", state: "ENABLED", budget }]),
    nothing,
  );
  expect(objectionsTo(description, pause)).toEqual([]);
  expect(objectionsTo(description, change)).toEqual([]);
  expect(
    objectionsTo(description, {
      ...(pause as VendorRequest),
      body: '{"productAds":[{"adId":"1","status":"PAUSED"}]}',
    }),
  ).toEqual(["body.productAds[0].status: unknown"]);
});

test.skipIf(skipped)(
  "reports are asked for as reporting v3 describes them, with columns that it has",
  async () => {
    const description = describedIn("OfflineReport_prod_3p.json");
    const known: string[] = JSON.parse(
      JSON.stringify(description).match(
        /"SponsoredProductsAdvertisedProductDailyReport":\{"value":\{"configuration":\{"adProduct":"SPONSORED_PRODUCTS","columns":(\[[^\]]*\])/,
      )?.[1] ?? "[]",
    );
    expect(known.length).toBeGreaterThan(20);
    for (const attributionDays of [7, 14] as const) {
      const period = { from: "2026-01-01", to: "2026-01-31", attributionDays };
      const [request] = await asked((session) => createReport(session, period), {
        reportId: "r",
        status: "PENDING",
      });
      expect(objectionsTo(description, request)).toEqual([]);
      const { configuration } = JSON.parse(request?.body ?? "{}");
      expect(configuration.columns.filter((column: string) => !known.includes(column))).toEqual([]);
    }
  },
);
