import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { listPromotions, listPublishing, toSellInputs } from "@/db/queries/publishing";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { toSellSteps } from "@/lib/metrics/available-to-sell/steps";
import { defaultDriftTolerance } from "@/lib/metrics/drift/compute";
import { refreshDrift } from "@/lib/metrics/drift/run";
import { addSku, ago, makeSmallWorld, move, now, type SmallWorld } from "@/lib/metrics/testing/small-world";
import type { Actor } from "../_shared/actor";
import { endPromotion } from "./end-promotion";
import { savePromotion } from "./save-promotion";
import { setChannel } from "./set-channel";
import { setRule } from "./set-rule";
import { turnPromotions } from "./turn-promotions";

let database: TestDatabase;
let world: SmallWorld;
/** A second channel that shares place b with the first, and a third that shares none. */
let outlet = 0;
let japan = 0;
let skuId = 0;
let skus = 0;
const operator: Actor = { kind: "user", id: "u1", name: "Ola", role: "operator" };

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  world = await makeSmallWorld(db);
  const rows = await db<{ id: number }[]>`
    insert into channel (code, name, kind, connection_id, currency, time_zone) values
      ('outlet', 'Outlet', 'own_shop', ${world.connectionId}, 'USD', 'America/Los_Angeles'),
      ('japan', 'Shop Japan', 'own_shop', ${world.connectionId}, 'JPY', 'Asia/Tokyo') returning id`;
  [outlet = 0, japan = 0] = rows.map(({ id }) => id);
  await db`insert into channel_location (channel_id, location_id) values (${outlet}, ${world.b}), (${japan}, ${world.tokyo})`;
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { db } = database;
  await db`delete from promotion`;
  await db`delete from publish_rule`;
  await db`delete from listing`;
  await db`update channel set publish_share = 1, buffer_units = 0, promotion_reserve_units = 0, max_units = null`;
  skuId = await addSku(db, `P-${skus++}`);
  await move(db, skuId, world.a, 30, ago(100));
  await move(db, skuId, world.b, 10, ago(100));
  await move(db, skuId, world.tokyo, 40, ago(100));
  await db`
    insert into listing (channel_id, sku_id, external_id, currency, published_units)
    select c.id, ${skuId}, ${`L-${skuId}-`} || c.code, 'USD', 40 from channel c`;
  await db`delete from sku_to_refresh`;
});

const marked = async (): Promise<number[]> =>
  (await database.db<{ id: number }[]>`select sku_id as id from sku_to_refresh order by 1`).map(
    ({ id }) => id,
  );
/** To sell on the shop, the outlet and in Japan; what the database works out must be what the steps say. */
async function toSell(at = now): Promise<(number | null)[]> {
  const { db } = database;
  await db.begin((tx) => refreshDrift(tx, [skuId], defaultDriftTolerance, at));
  const inputs = await toSellInputs(db, { skuId }, at);
  expect(inputs.map((input) => toSellSteps([input.available], input).units)).toEqual(
    inputs.map(({ toSell }) => toSell),
  );
  return [world.channelId, outlet, japan].map(
    (id) => inputs.find(({ channelId }) => channelId === id)?.toSell ?? null,
  );
}
const rule = (
  channelId: number | null,
  values: Partial<Record<"sharePercent" | "bufferUnits" | "maxUnits", number>>,
) => ({
  skuId,
  channelId,
  sharePercent: null,
  bufferUnits: null,
  maxUnits: null,
  seenVersion: 0,
  ...values,
});
const codeOf = async (): Promise<string> =>
  (await database.db<{ code: string }[]>`select code from sku where id = ${skuId}`)[0]?.code ?? "";
const sale = async (values: Partial<Parameters<typeof savePromotion>[2]>) => ({
  name: "Black Friday",
  side: "from" as const,
  channelId: world.channelId,
  skuCodes: [await codeOf()],
  units: 5,
  startsAt: "2026-06-17T00:00",
  endsAt: "2026-06-18T00:00",
  timeZone: "UTC",
  ...values,
});

test("the narrower rule comes first, value by value, and taking it away leads back to the wider one", async () => {
  const { db } = database;
  expect(await toSell()).toEqual([40, 10, 40]);
  await setRule(db, operator, rule(null, { bufferUnits: 3 }));
  expect(await marked()).toEqual([skuId]);
  expect(await toSell()).toEqual([37, 7, 37]);
  const { version } = await setRule(db, operator, rule(outlet, { bufferUnits: 1, maxUnits: 6 }));
  expect(await toSell()).toEqual([37, 6, 37]);
  await db`delete from sku_to_refresh`;
  await setChannel(db, operator, {
    channelId: world.channelId,
    values: { sharePercent: 50, reserveUnits: 4, bufferUnits: 9, maxUnits: null },
    seen: { sharePercent: 100, reserveUnits: 0, bufferUnits: 0, maxUnits: null },
  });
  expect(await marked()).toEqual([skuId]);
  // floor((40 − 4) × 0.5) − 3
  expect(await toSell()).toEqual([15, 6, 37]);
  await setRule(db, operator, { ...rule(outlet, {}), seenVersion: version });
  expect(await toSell()).toEqual([15, 7, 37]);
  const verbs =
    await database.owner`select verb from audit_event where entity in ('sku', 'channel') order by id`;
  expect(verbs.map(({ verb }) => verb)).toEqual([
    "sku.publish",
    "sku.publish",
    "channel.publish",
    "sku.publish_as_channel",
  ]);
});

test("a changed channel marks what is listed there; what no figure follows from marks nothing", async () => {
  const { db } = database;
  await addSku(db, `P-${skus++}`);
  await db`update channel set name = name || '!', lag_limit_seconds = 60 where id = ${world.channelId}`;
  expect(await marked()).toEqual([]);
  await db`update channel set max_units = 7 where id = ${outlet}`;
  expect(await marked()).toEqual([skuId]);
  await db`delete from listing where channel_id = ${outlet}`;
  await db`delete from sku_to_refresh`;
  await db`update channel set max_units = 8 where id = ${outlet}`;
  expect(await marked()).toEqual([]);
  await db`update channel set fee_rate = 0.2 where id = ${outlet}`;
  expect((await marked()).length).toBeGreaterThan(1);
  await db`update channel set fee_rate = 0 where id = ${outlet}`;
});

test("units are held back from a channel, or for it from those that share its places; drift follows", async () => {
  const { db } = database;
  await savePromotion(db, operator, await sale({}), now);
  expect(await marked()).toEqual([skuId]);
  expect(await toSell()).toEqual([35, 10, 40]);
  await savePromotion(db, operator, await sale({ name: "Everywhere", channelId: null, units: 2 }), now);
  expect(await toSell()).toEqual([33, 8, 38]);
  await savePromotion(
    db,
    operator,
    await sale({ name: "For the outlet", side: "for", channelId: outlet, units: 4 }),
    now,
  );
  expect(await toSell()).toEqual([29, 8, 38]);
  const [shop] = await db`
    select drift_units as drift, drift_since as since from listing where sku_id = ${skuId} and channel_id = ${world.channelId}`;
  expect(shop).toEqual({ drift: 11, since: now });
  await savePromotion(db, operator, await sale({ name: "All SKUs", skuCodes: null, units: 1 }), now);
  expect(await toSell()).toEqual([28, 8, 38]);
  const all = await listPublishing(db);
  expect(all.find(({ id }) => id === world.channelId)).toMatchObject({ oversell: 1, hidden: 0 });
});

test("whatever is set, the database and the steps agree, and nothing is sold that is not there", async () => {
  const { db } = database;
  const units = fc.option(fc.nat(60));
  const share = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
  const own = fc.record({ sharePercent: fc.option(share), bufferUnits: units, maxUnits: units });
  const given = fc.record({
    channel: fc.record({ share, reserve: fc.nat(20), buffer: fc.nat(20), max: units }),
    sku: own,
    narrow: own,
    promotions: fc.array(
      fc.record({ units: fc.integer({ min: 1, max: 30 }), side: fc.constantFrom("from", "for") }),
      {
        maxLength: 3,
      },
    ),
  });
  await fc.assert(
    fc.asyncProperty(given, async ({ channel, sku, narrow, promotions }) => {
      await db`delete from promotion`;
      await db`delete from publish_rule`;
      await db`
        update channel set publish_share = ${channel.share}::numeric / 100, promotion_reserve_units = ${channel.reserve},
          buffer_units = ${channel.buffer}, max_units = ${channel.max}`;
      for (const [channelId, rule] of [
        [null, sku],
        [outlet, narrow],
      ] as const)
        await setRule(db, operator, { skuId, channelId, ...rule, seenVersion: 0 });
      for (const { units, side } of promotions)
        await db`
          insert into promotion (name, side, channel_id, every_sku, units, time_zone, starts_at, ends_at, phase, created_by)
          values ('Any', ${side}, ${world.channelId}, true, ${units}, 'UTC', ${ago(1)}, ${ago(-1)}, 'running', 'test')`;
      const sold = await toSell();
      sold.forEach((shown, place) => {
        expect(shown).toBeGreaterThanOrEqual(0);
        expect(shown).toBeLessThanOrEqual([40, 10, 40][place] ?? 0);
      });
    }),
    { numRuns: 40 },
  );
});

test("a promotion holds from its first moment to just before its end, by the clock of its zone and no other", async () => {
  const { db } = database;
  const period = {
    startsAt: "2026-06-18T00:00",
    endsAt: "2026-06-19T00:00",
    timeZone: "America/Los_Angeles",
  };
  vi.stubEnv("TZ", "Asia/Tokyo");
  await savePromotion(db, operator, await sale(period), now);
  vi.unstubAllEnvs();
  const [stored] = await listPromotions(db, now);
  expect(stored).toMatchObject({
    startsAt: new Date("2026-06-18T07:00:00Z"),
    endsAt: new Date("2026-06-19T07:00:00Z"),
    startsLocal: "2026-06-18T00:00",
    phase: "planned",
  });
  expect(await marked()).toEqual([]);
  const edges: [string, number, number][] = [
    ["2026-06-18T06:59:59.999Z", 0, 40],
    ["2026-06-18T07:00:00.000Z", 1, 35],
    ["2026-06-19T06:59:59.999Z", 0, 35],
    ["2026-06-19T07:00:00.000Z", 1, 40],
  ];
  for (const [at, turns, units] of edges) {
    await db`delete from sku_to_refresh`;
    expect(await turnPromotions(db, new Date(at))).toBe(turns);
    expect(await marked()).toEqual(turns ? [skuId] : []);
    expect((await toSell(new Date(at)))[0]).toBe(units);
  }
  // The night in which Los Angeles' clocks go back has 25 hours.
  await savePromotion(
    db,
    operator,
    await sale({
      name: "Long night",
      startsAt: "2026-11-01T00:00",
      endsAt: "2026-11-02T00:00",
      timeZone: "America/Los_Angeles",
    }),
    now,
  );
  const long = (await listPromotions(db, now)).find(({ name }) => name === "Long night");
  expect((long?.endsAt.getTime() ?? 0) - (long?.startsAt.getTime() ?? 0)).toBe(25 * 3_600_000);
});

test("a promotion can be ended before its time, and that taken back, each marking its SKUs", async () => {
  const { db } = database;
  const { promotionId } = await savePromotion(db, operator, await sale({}), now);
  await db`delete from sku_to_refresh`;
  await endPromotion(db, operator, { promotionId, seenVersion: 1, end: true }, now);
  expect(await marked()).toEqual([skuId]);
  expect((await toSell())[0]).toBe(40);
  await expect(endPromotion(db, operator, { promotionId, seenVersion: 1, end: true }, now)).rejects.toThrow(
    /changed/,
  );
  await endPromotion(db, operator, { promotionId, seenVersion: 2, end: false }, now);
  expect((await toSell())[0]).toBe(35);
  await db`delete from sku_to_refresh`;
  await savePromotion(db, operator, { ...(await sale({ units: 9 })), promotionId, seenVersion: 3 }, now);
  expect(await marked()).toEqual([skuId]);
  expect((await toSell())[0]).toBe(31);
});

test("who may not is refused, and so is what cannot be, each with its sentence; of two who save one is told", async () => {
  const { db } = database;
  const marketing: Actor = { ...operator, role: "marketing" };
  const channel = {
    channelId: world.channelId,
    values: { sharePercent: 100, reserveUnits: 0, bufferUnits: 1, maxUnits: null },
    seen: { sharePercent: 100, reserveUnits: 0, bufferUnits: 0, maxUnits: null },
  };
  await expect(setRule(db, marketing, rule(null, { bufferUnits: 1 }))).rejects.toThrow(/role/);
  await expect(setChannel(db, marketing, channel)).rejects.toThrow(/role/);
  await expect(savePromotion(db, marketing, await sale({}), now)).rejects.toThrow(/role/);
  await expect(setRule(db, operator, rule(null, { bufferUnits: -1 }))).rejects.toThrow(/bufferUnits/);
  for (const [endsAt, why] of Object.entries({ "2026-06-16T00:00": /after/, "2026-06-31T00:00": /endsAt/ }))
    await expect(savePromotion(db, operator, await sale({ endsAt }), now)).rejects.toThrow(why);
  await expect(
    savePromotion(
      db,
      operator,
      await sale({ startsAt: "2026-06-01T00:00", endsAt: "2026-06-02T00:00" }),
      now,
    ),
  ).rejects.toThrow(/over already/);
  await expect(savePromotion(db, operator, await sale({ skuCodes: ["NO-SUCH"] }), now)).rejects.toThrow(
    /NO-SUCH/,
  );
  await expect(
    savePromotion(db, operator, await sale({ side: "for", channelId: null }), now),
  ).rejects.toThrow(/which channel/);
  for (const save of [
    () => setChannel(db, operator, channel),
    () => setRule(db, operator, rule(null, { bufferUnits: 2 })),
  ]) {
    const both = await Promise.allSettled([save(), save()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  }
});
