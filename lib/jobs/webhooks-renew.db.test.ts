import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { sealSecret } from "@/lib/core/seal";
import { makeCompany, testSealingSecret } from "@/lib/ingest/sync/testing/live-company";
import { startWooCommerce } from "@/sandbox/live/woocommerce/server";
import { loadHandler } from "./registry";

process.env.PLIMSOLL_SECRET = testSealingSecret;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
});
afterAll(() => database.drop());

test("a hook that a shop gave up is asked for again within the hour", async () => {
  const { db } = database;
  const shop = await startWooCommerce({
    name: "Shop",
    currency: "GBP",
    country: "GB",
    timeZone: "Europe/London",
    keys: [{ consumerKey: "ck_full", consumerSecret: "cs_full", permissions: "read_write" }],
    products: [],
    quotas: {},
  });
  const secrets = { consumerKey: "ck_full", consumerSecret: "cs_full", webhookSecret: "signs" };
  const config = { baseUrl: shop.origin, allowPrivateNetwork: true, settings: { channel: "shop" } };
  await db`
    insert into connection (key, vendor, name, config, secret_sealed) values
      ('shop', 'woocommerce', 'Shop', ${db.json(config)}, ${sealSecret(JSON.stringify(secrets))}),
      ('files', 'file', 'Files', '{}', null)`;
  const context = { db, log: pino({ level: "silent" }), signal: new AbortController().signal };
  await (await loadHandler("webhooks.renew"))({}, context);
  const jobs = await db<{ key: string; payload: { connectionId: number } }[]>`
    select j.key, p.payload from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)`;
  expect(jobs).toHaveLength(1);
  const [job] = jobs;
  const before = process.env.PLIMSOLL_ADDRESS;
  process.env.PLIMSOLL_ADDRESS = "http://127.0.0.1:9";
  try {
    const subscribe = await loadHandler("webhooks.subscribe");
    await subscribe(job?.payload ?? { connectionId: 0 }, context);
    for (const { id } of shop.webhooks())
      await fetch(`${shop.origin}/wp-json/wc/v3/webhooks/${id}`, {
        method: "PUT",
        headers: { authorization: `Basic ${Buffer.from("ck_full:cs_full").toString("base64")}` },
        body: '{"status":"disabled"}',
      });
    expect(new Set(shop.webhooks().map(({ status }) => status))).toEqual(new Set(["disabled"]));
    await subscribe(job?.payload ?? { connectionId: 0 }, context);
  } finally {
    if (before === undefined) delete process.env.PLIMSOLL_ADDRESS;
    else process.env.PLIMSOLL_ADDRESS = before;
  }
  expect(shop.webhooks().map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => "active"));
  await shop.stop();
});
