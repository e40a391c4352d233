import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseExact } from "../exact-json";
import { campaignReading } from "./ad-reading";
import { adGroups, campaigns, productAds } from "./entities";
import { readListPage } from "./list";
import { campaignRecord, productAdRecord } from "./mapper";
import { readReport } from "./reports";
import { meaningOf } from "./send";
import { readBulk } from "./update";

const folder = process.env.PLIMSOLL_CONTRACTS ?? "../shared/contracts";
const path = join(folder, "amazon-ads", "Amazon_Ads_API.postman_collection.json");
const skipped = !existsSync(path);
if (skipped) console.warn(`Skipped: Amazon's recorded replies are not at ${path}; set PLIMSOLL_CONTRACTS.`);

interface Recorded {
  request: string;
  name: string;
  code: number;
  body: string;
}

const item = z.object({
  get item() {
    return z.array(item).optional();
  },
  request: z.unknown().optional(),
  response: z
    .array(z.object({ name: z.string(), code: z.number().optional(), body: z.string().nullish() }))
    .optional(),
});

/** Every recorded reply with the method and path it answers. */
function recordedReplies(): Recorded[] {
  const found: Recorded[] = [];
  const walk = (one: z.output<typeof item>) => {
    for (const inner of one.item ?? []) walk(inner);
    const request = z
      .object({
        method: z.string(),
        url: z.union([z.string(), z.object({ raw: z.string() }).transform(({ raw }) => raw)]),
      })
      .safeParse(one.request);
    if (!request.success) return;
    const { method, url } = request.data;
    for (const { name, code, body } of one.response ?? [])
      found.push({
        request: `${method} ${url.replace("{{api_url}}", "")}`,
        name,
        code: code ?? 0,
        body: body ?? "",
      });
  };
  walk(item.parse(JSON.parse(readFileSync(path, "utf8"))));
  return found;
}

const replies = skipped ? [] : recordedReplies();
const of = (request: string) => replies.filter((reply) => reply.request === request);

test.skipIf(skipped)("the lists parse, entity by entity", () => {
  const campaignLists = of("POST /sp/campaigns/list");
  expect(campaignLists.length).toBeGreaterThan(0);
  for (const { body } of campaignLists) {
    const page = readListPage(campaigns, parseExact(body), null);
    expect(page.items.length).toBeGreaterThan(0);
    for (const [at, one] of page.items.entries()) {
      const record = campaignRecord(one, page.raws[at], { currencyCode: "USD" }, undefined);
      expect(record.fields.campaignId).toMatch(/^\d+$/);
      expect(["enabled", "paused", "ended"]).toContain(record.fields.state);
    }
  }
  for (const { body } of of("POST /sp/adGroups/list"))
    expect(readListPage(adGroups, parseExact(body), null).items.length).toBeGreaterThan(0);
  for (const { body } of of("POST /sp/productAds/list")) {
    const page = readListPage(productAds, parseExact(body), null);
    const [ad] = page.items;
    if (!ad) throw new Error("no ad in the recorded list");
    expect(productAdRecord(ad, undefined, page.raws[0]).fields).toMatchObject({
      adId: ad.adId,
      state: "enabled",
    });
  }
});

test.skipIf(skipped)("the updates parse by index", () => {
  const pauses = of("PUT /sp/productAds");
  expect(pauses.length).toBeGreaterThan(0);
  for (const { body, code } of pauses) {
    expect(code).toBe(207);
    expect(readBulk(productAds, parseExact(body), 1)).toMatchObject([
      { outcome: "success", shown: { state: "PAUSED" } },
    ]);
  }
  for (const { body } of of("PUT /sp/adGroups"))
    expect(readBulk(adGroups, parseExact(body), 1)[0]?.outcome).toBe("success");
});

test.skipIf(skipped)("the recorded pause that paused nothing is accepted, not proved", () => {
  const [reply] = of("PUT /sp/campaigns");
  if (!reply) throw new Error("no recorded update of a campaign");
  const [told] = readBulk(campaigns, parseExact(reply.body), 1);
  const result = meaningOf(told, (shown) => campaignReading(shown, new Date(0)));
  expect(result).toMatchObject({ outcome: "accepted", current: { state: "enabled" } });
});

test.skipIf(skipped)("reports parse while they are prepared and when they are ready", () => {
  const states = [...of("POST /reporting/reports"), ...of("GET /reporting/reports/:reportId")].map(
    ({ body }) => readReport(parseExact(body)),
  );
  expect(new Set(states.map(({ status }) => status))).toEqual(new Set(["PENDING", "COMPLETED"]));
  for (const { status, url } of states) expect(url != null).toBe(status === "COMPLETED");
});
