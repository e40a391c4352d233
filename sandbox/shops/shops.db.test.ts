import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { loadAccount } from "@/lib/ingest/sync/account";
import type { Stream } from "@/lib/ingest/sync/connect";
import { runWanted } from "@/lib/ingest/sync/run-wanted";
import { silent, syncStream, testSealingSecret } from "@/lib/ingest/sync/testing/live-company";
import { handler as confirmActions } from "@/lib/jobs/actions-confirm.handler";
import { handler as sendAction } from "@/lib/jobs/actions-send.handler";
import { handler as subscribe } from "@/lib/jobs/webhooks-subscribe.handler";
import { commandActor } from "@/lib/services/_shared/actor";
import { insertAdSwitch } from "@/lib/services/action/insert-ad-switch";
import { pushQuantity } from "@/lib/services/action/push-quantity";
import { findVendorConnection, receiveVendorWebhook } from "@/lib/services/webhook/receive-vendor";
import { loadSampleCompany } from "../company/load";
import { randomStream } from "../company/random";
import type { RecordsClient } from "../world/client";
import { loadOffers } from "../world/shops";
import { placeOrder } from "../world/steps";
import { type LiveVendors, startLiveVendors } from "./start";

/** The sample company's own connections against the servers that play them: real HTTP in both directions. */
process.env.PLIMSOLL_SECRET = testSealingSecret;
const secrets: Record<string, string> = {};
let database: TestDatabase;
let vendors: LiveVendors;
let plimsoll: Server;

beforeAll(async () => {
  database = await createTestDatabase();
  await loadSampleCompany(database.owner);
  plimsoll = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const key = (request.url ?? "").split("/").at(-1) ?? "";
    const headers = request.headers as Record<string, string>;
    const body = Buffer.concat(parts).toString("utf8");
    const connection = await findVendorConnection(database.db, key);
    const answered = connection && (await receiveVendorWebhook(database.db, connection, headers, body));
    response.writeHead(answered?.status ?? 404).end();
  });
  await new Promise<void>((resolve) => plimsoll.listen(0, "127.0.0.1", resolve));
  process.env.PLIMSOLL_ADDRESS = `http://127.0.0.1:${(plimsoll.address() as AddressInfo).port}`;
  vendors = await startLiveVendors(database.db, secrets);
}, 300_000);
afterAll(async () => {
  await vendors?.stop();
  await new Promise((resolve) => plimsoll?.close(resolve));
  await database?.drop();
});

const context = () => ({ db: database.db, log: silent, signal: new AbortController().signal });
const live = async () =>
  database.db<{ id: number; key: string; streams: Stream[] }[]>`
    select c.id, c.key, array_agg(s.stream order by s.stream = 'ad_spend', s.stream) as streams
    from connection c join sync_stream s on s.connection_id = c.id group by 1, 2 order by 1`;

/** Reads what is new, of one connection or of all, and what call-backs named. */
async function readAll(which?: string): Promise<void> {
  for (const { id, key, streams } of await live()) {
    if (which !== undefined && which !== key) continue;
    const account = await loadAccount(database.db, { id });
    if (!account) throw new Error("no account");
    for (const stream of streams) {
      // A shop's listings are read whole, which soon takes all the points that it grants.
      if (which === undefined || stream !== "listings") await syncStream(database.db, account, stream, 3);
      await runWanted(database.db, account, stream, context());
    }
  }
}

/** What a reading must leave as it is. */
async function picture() {
  const [row] = await database.owner`
    select
      (select jsonb_build_array(count(*), sum(total_minor), count(*) filter (where state = 'open'), count(customer_ref),
        max(external_id)) from sales_order) as orders,
      (select jsonb_build_array(count(*), sum(quantity), sum(shipped_quantity), sum(cancelled_quantity), sum(location_id),
        sum(amount_base_minor)) from order_line) as lines,
      (select md5(string_agg(concat_ws('|', id, channel_id, sku_id, external_id, price, currency, state, content_state,
        content_missing, published_units), E'\n' order by id)) from listing) as listings,
      (select md5(string_agg(concat_ws('|', code, title, brand, category, barcode, currency, unit_cost, price, lifecycle), E'\n' order by id))
        from sku) as skus,
      (select jsonb_build_array(count(*), sum(on_hand), sum(unavailable), sum(committed), sum(available)) from stock_level) as stock,
      (select md5(string_agg(concat_ws('|', code, name, kind, country, time_zone), E'\n' order by id)) from location) as places,
      (select md5(string_agg(concat_ws('|', code, name, kind, currency, country, time_zone), E'\n' order by id)) from channel) as channels,
      (select jsonb_agg(w order by channel_id, priority) from channel_location w) as serving,
      (select md5(string_agg(concat_ws('|', id, external_id, channel_id, kind, name, state, currency, budget_minor_per_day), E'\n' order by id))
        from campaign) as campaigns,
      (select md5(string_agg(concat_ws('|', id, campaign_id, sku_id, external_id, state), E'\n' order by id)) from product_ad) as ads,
      (select jsonb_build_array(count(*), sum(spend_minor), sum(clicks), sum(attributed_units)) from ad_spend) as spend`;
  return row;
}

const stuck = () => database.owner`
  select c.key, r.kind, r.state, r.reason, r.fields from inbox_record r join connection c on c.id = r.connection_id
  where r.state in ('unmapped', 'rejected', 'waiting') and exists (select from sync_stream s where s.connection_id = c.id) limit 3`;

test("a pass over every stream leaves orders, listings, stock, campaigns and spend as they are", async () => {
  expect([...vendors.faults.keys()]).toEqual((await live()).map(({ key }) => key));
  for (const { id } of await live()) await subscribe({ connectionId: id }, context());
  const before = await picture();
  await readAll();
  expect(await stuck()).toEqual([]);
  expect(await picture()).toEqual(before);
  await readAll();
  expect(await picture()).toEqual(before);
}, 120_000);

const noClient: RecordsClient = {
  post: async (kind, source) => {
    throw new Error(`${kind} of ${source} went in over /api/v1`);
  },
};

let begun = new Date();
const newest = async (connection: string) =>
  database.db<{ number: string; state: string; location: string; channel: string; units: number }[]>`
    select o.external_id as number, o.state, min(w.code) as location, c.code as channel, sum(q.quantity)::int as units
    from sales_order o join connection k on k.id = o.connection_id join channel c on c.id = o.channel_id
    join order_line q on q.order_id = o.id and q.placed_at = o.placed_at join location w on w.id = q.location_id
    where k.key = ${connection} and o.placed_at > ${begun}::timestamptz - interval '1 minute' and o.received_at > ${begun} group by o.id, o.external_id, o.state, c.code`;

test.each([
  ["amazon-us", "EWR-FBA"],
  ["shopify-us", "LAX1"],
  ["woocommerce-tw", "TPE1"],
])(
  "an order placed at %s arrives once, and what was sent leaves",
  async (key, place) => {
    begun = new Date();
    const offers = (await loadOffers(database.db)).filter(({ connection }) => connection === key);
    const random = randomStream("test", key);
    for (let tries = 0; tries < 30 && (await newest(key)).length === 0; tries++) {
      await placeOrder(database.db, noClient, offers, random, vendors.shops);
      await readAll(key);
    }
    const [order, ...more] = await newest(key);
    expect(more).toEqual([]);
    expect(order).toMatchObject({ state: "open", location: place });
    await readAll(key);
    expect(await newest(key)).toEqual([order]);
    expect(vendors.shops.get(key)?.ship(order?.number ?? "")).toBe(true);
    await expect
      .poll(async () => {
        await readAll(key);
        return (await newest(key))[0]?.state;
      })
      .toMatch(/shipped|completed/);
    expect(await stuck()).toEqual([]);
  },
  60_000,
);

test.each(["amazon-us", "shopify-us", "woocommerce-tw"])(
  "a pushed quantity changes %s and is read back",
  async (key) => {
    const [listing] = await database.db<{ id: number; sku: string; published: number }[]>`
    select l.id, s.code as sku, l.published_units as published from listing l join sku s on s.id = l.sku_id join channel c on c.id = l.channel_id
    join connection k on k.id = c.connection_id where k.key = ${key} and l.drift_since is not null and l.state = 'active' order by l.id limit 1`;
    const units = (listing?.published ?? 0) + 3;
    const { actionId } = await pushQuantity(database.db, commandActor, {
      listingId: listing?.id ?? 0,
      quantity: units,
    });
    await sendAction({ actionId }, context());
    await database.db`update action set next_attempt_at = now() where id = ${actionId}`;
    await confirmActions({}, context());
    const [action] = await database.db`select state from action where id = ${actionId}`;
    expect(action?.state).toBe("verified");
    expect(vendors.shops.get(key)?.shows(listing?.sku ?? "")).toBe(units);
  },
  30_000,
);

test("an ad spends at its platform while it runs, and a pause from here stops it", async () => {
  const platform = vendors.ads.get("amazon-ads-us");
  const ads = await database.db<{ id: number; campaignId: number; externalId: string }[]>`
    select p.id, p.campaign_id as "campaignId", p.external_id as "externalId" from product_ad p join campaign c on c.id = p.campaign_id
    join connection k on k.id = c.connection_id where k.key = 'amazon-ads-us' and p.state = 'enabled' and c.state = 'enabled' order by p.id`;
  const spentOf = async (id: number) => {
    const [row] = await database.db<{ spent: number }[]>`
      select coalesce(sum(spend_minor), 0)::int as spent from ad_spend where product_ad_id = ${id}`;
    return row?.spent ?? 0;
  };
  const everyAd = async () => Promise.all(ads.map(({ id }) => spentOf(id)));
  const hoursPass = async (hours: number) => {
    for (let n = 0; n < hours; n++) platform?.spend(3_600_000, new Set());
    await readAll("amazon-ads-us");
  };
  const before = await everyAd();
  await hoursPass(6);
  const running = await everyAd();
  const busiest = ads.findIndex((_, at) => (running[at] ?? 0) > (before[at] ?? 0));
  const ad = ads[busiest];
  if (!ad) throw new Error("no ad has spent anything");
  const actionId = await database.db.begin((tx) =>
    insertAdSwitch(tx, commandActor, {
      recommendationId: null,
      kind: "ad_pause",
      campaignId: ad.campaignId,
      productAdId: ad.id,
      expected: null,
    }),
  );
  await sendAction({ actionId }, context());
  await database.db`update action set next_attempt_at = now() where id = ${actionId}`;
  await confirmActions({}, context());
  const [action] = await database.db`select state from action where id = ${actionId}`;
  expect(action?.state).toBe("verified");
  await hoursPass(6);
  expect(await spentOf(ad.id)).toBe(running[busiest]);
  const [row] = await database.db`select state from product_ad where id = ${ad.id}`;
  expect(row?.state).toBe("paused");
  const others = (await everyAd()).filter((spent, at) => spent > (running[at] ?? 0));
  expect(others.length).toBeGreaterThan(0);
}, 60_000);

test("servers that begin anew show what was there, and bring nothing twice", async () => {
  const before = await picture();
  await vendors.stop();
  vendors = await startLiveVendors(database.db, secrets);
  for (const { id } of await live()) await subscribe({ connectionId: id }, context());
  await readAll();
  expect(await picture()).toEqual(before);
  expect(await stuck()).toEqual([]);
}, 60_000);
