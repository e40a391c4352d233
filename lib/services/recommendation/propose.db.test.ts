import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { holdoutOutcomes, newestHoldout } from "@/db/queries/holdout";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { refreshFigures } from "@/lib/jobs/figures-refresh";
import { isHeldOut } from "@/lib/metrics/holdout/compute";
import {
  ago,
  makeSmallWorld,
  move,
  now,
  type SmallWorld,
  sellDaily,
} from "@/lib/metrics/testing/small-world";
import { endHoldout } from "@/lib/services/holdout/end";
import { startHoldout } from "@/lib/services/holdout/start";
import { getPolicy } from "@/lib/services/policy/get";
import { propose } from "./propose";
import type { Option } from "./types";
import { setUrgency } from "./urgency";

let database: TestDatabase;
let world: SmallWorld;

/** SKU-1 sells 4 a day at A, where the last one went an hour ago; B has plenty and sells little. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  world = await makeSmallWorld(db);
  await move(db, world.skuId, world.a, 300, ago(24 * 60));
  await move(db, world.skuId, world.b, 400, ago(24 * 60));
  await sellDaily(db, world, { locationId: world.a, units: 4, days: 45 });
  await sellDaily(db, world, { locationId: world.b, units: 1, days: 20 });
  await move(db, world.skuId, world.a, -300, ago(1));
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.owner`truncate recommendation cascade`;
  await database.owner`update stock_level set data_as_of = ${now}`;
  await database.owner`update connection set last_confirmed_at = ${now}`;
  await figures();
});

async function figures(at = now): Promise<void> {
  await database.db.begin(async (tx) => {
    const [row] = await tx<
      { since: string }[]
    >`select (${at}::timestamptz - interval '70 days')::text as since`;
    await refreshFigures(
      tx,
      { skuIds: [world.skuId], since: [row?.since ?? null], demandDay: [null] },
      await getPolicy(tx),
      at,
    );
  });
}
const proposeNow = (at = now) => database.db.begin((tx) => propose(tx, [world.skuId], { now: at }));

interface Row {
  id: number;
  subjectKey: string;
  state: string;
  version: number;
  kind: string;
  options: Option[];
  blockedReasons: { key: string; params: { source?: string } }[];
  materialHash: string;
  urgency: string;
}
const rows = () =>
  database.db<Row[]>`
    select id, subject_key as "subjectKey", state, version, kind, options, blocked_reasons as "blockedReasons",
      material_hash as "materialHash", urgency from recommendation order by id`;
const shortage = () => `shortage:${world.skuId}:${world.a}`;
async function one(): Promise<Row> {
  const found = (await rows()).filter((row) => row.subjectKey === shortage());
  const [row] = found;
  if (!row || found.length !== 1) throw new Error(`${found.length} shortages`);
  return row;
}

test("a shortage is proposed with the transfer first and doing nothing last", async () => {
  const row = await one();
  expect(row).toMatchObject({ state: "open", version: 1, blockedReasons: [] });
  const [best] = row.options;
  expect(best).toMatchObject({ kind: "transfer", executable: true });
  expect(best?.steps).toEqual([
    expect.objectContaining({
      originId: world.b,
      destinationId: world.a,
      skuId: world.skuId,
      quantityUnits: best?.quantityUnits,
    }),
  ]);
  expect(best?.valueMinor).toBeGreaterThan(0);
  const last = row.options.at(-1);
  expect(last?.kind).toBe("do_nothing");
  expect(last?.valueMinor).toBeLessThan(0);
});

test("goods that are three weeks late hide no shortage: they are taken to come after as long again", async () => {
  const { owner } = database;
  const [late] = await owner<{ id: number }[]>`
    insert into inbound_line (document, sku_id, location_id, quantity, expected_at)
    values ('PO-LATE', ${world.skuId}, ${world.a}, 5000, ${ago(24 * 21)}) returning id`;
  await figures();
  await proposeNow();
  const { state, options } = await one();
  expect([state, options[0]?.kind]).toEqual(["open", "transfer"]);
  // Three weeks without stock at 4 a day, not none.
  expect(options.at(-1)?.params.quantityUnits ?? 0).toBeGreaterThan(60);
  await owner`delete from inbound_line where id = ${late?.id ?? 0}`;
});

test("a shortage without a known cost says so instead of being left out, and opens once it is known", async () => {
  const { db, owner } = database;
  await owner`update sku set unit_cost = null where id = ${world.skuId}`;
  await figures();
  await proposeNow();
  expect(await one()).toMatchObject({
    state: "blocked",
    options: [],
    blockedReasons: [{ key: "missing_cost", params: { skuCode: "SKU-1" } }],
  });
  const [told] = await db`
    select problem #> '{params,lossMinorPerDay}' as loss, jsonb_path_query_first(evidence, '$[*] ? (@.key == "margin")') as margin
    from recommendation where subject_key = ${shortage()}`;
  expect(told).toMatchObject({ loss: null, margin: { value: null, href: "/imports/new" } });
  await owner`update sku set unit_cost = 5 where id = ${world.skuId}`;
  await figures();
  await proposeNow();
  expect((await one()).state).toBe("open");
});

test("a lane that cannot carry the goods is named with its reason", async () => {
  const { db, owner } = database;
  await owner`update sku set hazmat = true where id = ${world.skuId}`;
  await owner`update lane set hazmat_allowed = false, min_units = 50, capacity_units = 20`;
  await proposeNow();
  expect((await one()).options.map(({ kind }) => kind)).not.toContain("transfer");
  const closed = await db<{ why: string; least: number | null; most: number | null }[]>`
    select e ->> 'value' as why, (e #>> '{params,leastUnits}')::int as least, (e #>> '{params,mostUnits}')::int as most
    from recommendation, jsonb_array_elements(evidence) e where subject_key = ${shortage()} and e ->> 'key' = 'lane_closed' order by 1`;
  expect(closed).toEqual([
    { why: "hazmat_not_allowed", least: null, most: null },
    { why: "minimum_above_room", least: 50, most: 20 },
  ]);
  await owner`update sku set hazmat = false where id = ${world.skuId}`;
  await owner`update lane set hazmat_allowed = true, min_units = 1, capacity_units = null`;
});

const shortages = async () =>
  (await rows()).filter(({ kind, state }) => kind === "shortage" && state === "open");

test("what came true of earlier claims counts, and the claim stands beside it", async () => {
  const { db } = database;
  await proposeNow();
  const [before] = await shortages();
  await db`
    insert into claim_factor (version, kind, factor, cases, claimed_minor, realised_minor, share, computed_at)
    values (1, 'transfer', 0.6, 40, 100000, 60000, 0.6, ${ago(1)})`;
  await proposeNow();
  const [after] = await shortages();
  const [claimed, counted] = [before?.options[0], after?.options[0]];
  expect(counted?.key).toBe(claimed?.key);
  expect(counted?.valueMinor).toBe(Math.round((claimed?.valueMinor ?? 0) * 0.6));
  expect(counted?.claim).toMatchObject({ factor: 0.6, version: 1, valueMinor: claimed?.valueMinor });
  await db`delete from claim_factor`;
});

test("an item that is left alone is noted and not proposed; when the comparison ends it is", async () => {
  const { db } = database;
  const admin = { kind: "user", id: "u-admin", name: "admin", role: "admin" } as const;
  await startHoldout(db, admin, { share: 0.5 });
  await expect(startHoldout(db, admin, {})).rejects.toMatchObject({ code: "conflict" });
  const rules = { share: 0.5, periodDays: 28, startedAt: now };
  const seed = ["a", "b", "c", "d", "e", "f", "g", "h"].find((one) =>
    isHeldOut({ ...rules, seed: one }, "SKU-1", 0),
  );
  await db`update holdout set started_at = ${now}, seed = ${seed ?? ""}`;
  await proposeNow();
  await proposeNow();
  expect(await shortages()).toEqual([]);
  expect(await db`select sku_id as "skuId", period, held_out as "heldOut" from holdout_case`).toEqual([
    { skuId: world.skuId, period: 0, heldOut: true },
  ]);
  expect(await newestHoldout(db)).toMatchObject({ share: 0.5, heldOut: 1, treated: 0, endedAt: null });
  await db`update holdout set started_at = started_at - interval '28 days'`;
  expect(await holdoutOutcomes(db, 1)).toMatchObject([{ heldOut: true }]);
  await endHoldout(db, admin);
  await proposeNow();
  expect(await shortages()).toHaveLength(1);
  // Ended within its period, for the rest of which nothing was left alone: it says nothing of the two groups.
  await db`update holdout set ended_at = started_at + interval '27 days'`;
  expect(await holdoutOutcomes(db, 1)).toEqual([]);
});

test("proposing again changes nothing", async () => {
  const before = await rows();
  expect(await proposeNow()).toEqual({ created: 0, changed: 0, expired: 0 });
  expect(await rows()).toEqual(before);
});

test("small changes renew the figures, a material one makes a version", async () => {
  const before = await one();
  await database.owner`update lane set freight_minor_per_unit = 52 where origin_id = ${world.b}`;
  await proposeNow();
  expect(await one()).toMatchObject({ id: before.id, version: 1, materialHash: before.materialHash });
  await database.owner`update lane set freight_minor_per_unit = 900 where origin_id = ${world.b}`;
  await proposeNow();
  const after = await one();
  expect(after).toMatchObject({ id: before.id, state: "open", version: 2 });
  expect(after.materialHash).not.toBe(before.materialHash);
  await database.owner`update lane set freight_minor_per_unit = 50 where origin_id = ${world.b}`;
});

test("what was rejected comes back only after a material change", async () => {
  const { id } = await one();
  await database.owner`update recommendation set state = 'rejected', reason = 'not_worth_it' where id = ${id}`;
  expect(await proposeNow()).toMatchObject({ created: 0 });
  await database.owner`update lane set freight_minor_per_unit = 51 where origin_id = ${world.b}`;
  expect(await proposeNow()).toMatchObject({ created: 0 });
  await database.owner`update lane set freight_minor_per_unit = 900 where origin_id = ${world.b}`;
  expect(await proposeNow()).toMatchObject({ created: 1 });
  expect(await rows()).toHaveLength(2);
  await database.owner`update lane set freight_minor_per_unit = 50 where origin_id = ${world.b}`;
});

test("stale stock blocks it by name, a fresh reading opens it again", async () => {
  const later = new Date(now.getTime() + 7 * 3_600_000);
  await database.owner`update connection set last_confirmed_at = ${later}`;
  await proposeNow(later);
  const blocked = await one();
  expect(blocked.state).toBe("blocked");
  expect(blocked.blockedReasons[0]).toMatchObject({ key: "stale_input", params: { source: "ledger" } });
  await database.owner`update stock_level set data_as_of = ${later}`;
  await figures(later);
  expect(await one()).toMatchObject({ id: blocked.id, state: "open", blockedReasons: [] });
});

test("orders of a channel that matters there and fell silent block it too", async () => {
  await database.owner`update connection set last_confirmed_at = ${ago(9)}`;
  await proposeNow();
  const row = await one();
  expect(row.state).toBe("blocked");
  expect(row.blockedReasons[0]).toMatchObject({ key: "stale_input", params: { source: "shop" } });
});

test("snoozed stays snoozed while its figures are renewed", async () => {
  const { id } = await one();
  await database.owner`update recommendation set state = 'snoozed', snoozed_until = ${ago(-48)} where id = ${id}`;
  await database.owner`update lane set freight_minor_per_unit = 900 where origin_id = ${world.b}`;
  await proposeNow();
  expect(await one()).toMatchObject({ id, state: "snoozed", version: 2 });
  await database.owner`update lane set freight_minor_per_unit = 50 where origin_id = ${world.b}`;
});

test("a problem that is gone expires, and one that returns is a new one", async () => {
  const { id } = await one();
  await move(database.db, world.skuId, world.a, 500, ago(0.5));
  await figures();
  expect((await rows()).filter((row) => row.subjectKey === shortage())).toEqual([
    expect.objectContaining({ id, state: "expired" }),
  ]);
  await move(database.db, world.skuId, world.a, -500, ago(0.25));
  await figures();
  expect((await rows()).filter((row) => row.subjectKey === shortage()).map((row) => row.state)).toEqual([
    "expired",
    "open",
  ]);
});

test("what is on its way is not proposed a second time", async () => {
  const { id, options } = await one();
  const [best] = options;
  const units = best?.quantityUnits ?? 0;
  await database.owner`update recommendation set state = 'approved', chosen_option = ${best?.key ?? ""} where id = ${id}`;
  const actionId = crypto.randomUUID();
  await database.owner`
    insert into action (id, recommendation_id, kind, executor, payload, state, approved_by)
    values (${actionId}, ${id}, 'transfer', 'manual', '{}', 'accepted', 'test')`;
  await database.owner`
    with made as (
      insert into transfer_order (number, action_id, lane_id, origin_id, destination_id, currency, expected_at, planned_at, created_by)
      select 'TO-1', ${actionId}, id, origin_id, destination_id, 'USD', ${new Date(now.getTime() + 2 * 86_400_000)}, ${now}, 'test'
      from lane where origin_id = ${world.b} returning id)
    insert into transfer_line (transfer_id, line_no, sku_id, origin_id, destination_id, quantity)
    select id, 1, ${world.skuId}, ${world.b}, ${world.a}, ${units} from made`;
  await figures();
  expect((await rows()).map((row) => [row.subjectKey, row.state])).toEqual([[shortage(), "approved"]]);
  await database.owner`delete from transfer_line`;
  await database.owner`delete from transfer_order`;
});

test("an ad on what is sold out everywhere is to be paused, and resumes by itself when stock is back", async () => {
  const { db, owner } = database;
  await move(db, world.skuId, world.b, -380, ago(2));
  const [campaign] = await owner<{ id: number }[]>`
    insert into campaign (connection_id, external_id, channel_id, kind, name, currency)
    values (${world.connectionId}, 'CMP', ${world.channelId}, 'google_shopping', 'Bottles', 'USD') returning id`;
  const [ad] = await owner<{ id: number }[]>`
    insert into product_ad (campaign_id, sku_id, external_id) values (${campaign?.id ?? 0}, ${world.skuId}, 'AD-1') returning id`;
  const adId = ad?.id ?? 0;
  await owner`
    insert into ad_spend (product_ad_id, starts_at, grain, currency, spend_minor, spend_base_minor, attributed_units)
    select ${adId}, ${now}::date - d, 'day', 'USD', 1000, 1000, 1 from generate_series(1, 12) d`;
  const ofAd = async () => (await rows()).filter((row) => row.subjectKey === `ad:${adId}`);
  await figures();
  const [pause] = await ofAd();
  expect(pause).toMatchObject({ kind: "ad_pause", state: "open" });
  expect(pause?.options[0]?.steps).toEqual([
    expect.objectContaining({
      kind: "ad_pause",
      productAdId: adId,
      campaignId: campaign?.id,
      externalId: "AD-1",
    }),
  ]);

  await owner`update recommendation set state = 'approved' where id = ${pause?.id ?? 0}`;
  await owner`
    update product_ad set state = 'paused', paused_by_action_id = ${crypto.randomUUID()}, toggled_at = ${ago(30)} where id = ${adId}`;
  await figures();
  expect(await ofAd()).toHaveLength(1);
  await move(db, world.skuId, world.a, 400, ago(0.2));
  await figures();
  expect(await ofAd()).toEqual([
    expect.objectContaining({ state: "approved" }),
    expect.objectContaining({ kind: "ad_resume", state: "open" }),
  ]);
});

test("the top of the queue is marked, at most so much of it, and what falls out of it loses its mark", async () => {
  const { db, owner } = database;
  await owner`truncate recommendation cascade`;
  await owner`
    insert into recommendation (kind, team, subject_key, problem, options, evidence, policy_version, value_low_minor, value_minor,
      value_high_minor, material_hash, loss_minor_per_day, state, urgency)
    select 'excess', 'supply', 'made:' || g, '{}', '[]', '[]', version, 1, 1, 1, 'h', greatest(0, g * 37 % 41 - 20),
      case when g % 7 = 0 then 'rejected' when g % 5 = 0 then 'blocked' else 'open' end,
      case g % 3 when 0 then 'urgent' when 1 then 'high' else 'normal' end
    from generate_series(1, 47) g, policy where active`;
  const marked = async (shares: { urgentShare: number; highShare: number }) => {
    await db.begin((tx) => setUrgency(tx, shares));
    const made = await db<{ id: number; loss: number; state: string; urgency: string }[]>`
      select id, loss_minor_per_day as loss, state, urgency from recommendation order by loss_minor_per_day desc, id`;
    const queue = made.filter(({ state }) => state !== "rejected");
    return queue.map(({ loss, urgency }, place) => ({
      urgency,
      due:
        loss > 0 && place < Math.floor(queue.length * shares.urgentShare)
          ? "urgent"
          : loss > 0 && place < Math.floor(queue.length * shares.highShare)
            ? "high"
            : "normal",
    }));
  };
  // The last one asks for more than lose anything at all.
  for (const [urgentShare, highShare] of [
    [0.05, 0.15],
    [0.1, 0.1],
    [0, 0.3],
    [0.3, 0.9],
  ] as const) {
    const queue = await marked({ urgentShare, highShare });
    expect(queue.map(({ urgency }) => urgency)).toEqual(queue.map(({ due }) => due));
  }
});
