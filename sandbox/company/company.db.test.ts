import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { isKind } from "@/lib/ingest";
import { commandActor } from "@/lib/services/_shared/actor";
import { postRecords } from "@/lib/services/api/post-records";
import { seedVendors } from "../seed-vendors";
import { openState } from "../vendors/state";
import type { RecordsAnswer, RecordsClient } from "../world/client";
import { loadEmptyAds, loadOffers } from "../world/shops";
import { confirmReadings, placeOrder, publishQuantities, reportSpend, shipOrders } from "../world/steps";
import { isEmptyWorkspace, loadSampleCompany } from "./load";
import { randomStream } from "./random";
import { connectionOf } from "./write/orders";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  expect(await isEmptyWorkspace(database.owner)).toBe(true);
  await loadSampleCompany(database.owner);
}, 300_000);
afterAll(() => database?.drop());

const count = async (text: string): Promise<number> => {
  const [row] = await database.owner.unsafe<{ n: number }[]>(
    `select count(*)::int as n from (${text}) counted`,
  );
  return row?.n ?? -1;
};

test("the company says that it is simulated, and the database is no longer empty", async () => {
  const [company] = await database.db<
    { simulated: boolean; note: string }[]
  >`select simulated, simulated_note as note from company`;
  expect(company).toMatchObject({ simulated: true, note: expect.stringContaining("seed") });
  expect(await isEmptyWorkspace(database.owner)).toBe(false);
  for (const table of [
    "sku",
    "location",
    "lane",
    "channel",
    "listing",
    "connection",
    "sales_order",
    "campaign",
    "order_check",
    "return_line",
  ])
    expect([table, await count(`select 1 from ${table} where not simulated`)]).toEqual([table, 0]);
});

/** Every level equals its moves, and every SKU's moves sum to zero. */
async function expectLevels(): Promise<void> {
  expect(
    await count(`
      select 1 from (
        select m.sku_id, p.location_id, sum(case when p.kind <> 'transit' then s.sign * m.quantity else 0 end) as on_hand,
          sum(case when p.kind = 'unavailable' then s.sign * m.quantity else 0 end) as unavailable,
          sum(case when p.kind = 'transit' then s.sign * m.quantity else 0 end) as in_transit
        from stock_move m cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
        join place p on p.id = s.place_id where p.location_id is not null group by 1, 2
      ) m full join stock_level l using (sku_id, location_id)
      where (coalesce(m.on_hand, 0), coalesce(m.unavailable, 0), coalesce(m.in_transit, 0)) is distinct from (l.on_hand, l.unavailable, l.in_transit)`),
  ).toBe(0);
  expect(
    await count(
      "select 1 from stock_level where on_hand < unavailable or unavailable < 0 or in_transit < 0 or on_order < 0",
    ),
  ).toBe(0);
}

/** What open orders and planned transfers hold is committed, and what is on its way or ordered is incoming. */
async function expectCommitments(): Promise<void> {
  expect(
    await count(`
      select 1 from stock_level l where committed <>
        coalesce((select sum(quantity - cancelled_quantity - shipped_quantity) from order_line o where o.open and o.sku_id = l.sku_id and o.location_id = l.location_id), 0)
        + coalesce((select sum(quantity) from transfer_line t where t.reserving and t.sku_id = l.sku_id and t.origin_id = l.location_id), 0)
      or on_order <> coalesce((select sum(greatest(quantity - received_quantity, 0)) from inbound_line i
        where i.state = 'open' and i.sku_id = l.sku_id and i.location_id = l.location_id), 0)`),
  ).toBe(0);
  expect(
    await count(`
      select 1 from (select l.sku_id, l.destination_id, sum(l.shipped_quantity) as units from transfer_line l
        join transfer_order t on t.id = l.transfer_id and t.state = 'shipped' group by 1, 2) t
      full join (select sku_id, location_id, in_transit from stock_level where in_transit <> 0) l
        on l.sku_id = t.sku_id and l.location_id = t.destination_id
      where t.units is distinct from l.in_transit`),
  ).toBe(0);
}

/** Demand and ad spend a day equal their rows. */
async function expectRollups(): Promise<void> {
  expect(
    await count(`
      select 1 from (select sku_id, location_id, channel_id, day, sum(quantity - cancelled_quantity) as units,
        sum(amount_base_minor - cancelled_base_minor) as revenue from order_line where kind = 'sale' group by 1, 2, 3, 4) o
      full join demand_daily d using (sku_id, location_id, channel_id, day)
      where (o.units, o.revenue) is distinct from (d.units::bigint, d.revenue_base_minor::numeric)`),
  ).toBe(0);
  const [spend] = await database.owner<{ same: boolean }[]>`
    select (select sum(spend_base_minor) from ad_spend) = (select sum(spend_base_minor) from ad_daily) as same`;
  expect(spend?.same).toBe(true);
}

test("every law of the ledger holds", expectLedgerLaws);

async function expectLedgerLaws(): Promise<void> {
  await expectLevels();
  await expectCommitments();
  await expectRollups();
}

test("days without stock for a part of them can be listed, and no future day is among them", async () => {
  expect(await count("select 1 from availability_daily where available_share < 0.02")).toBeGreaterThan(1000);
  expect(
    await count("select 1 from availability_daily where day > now()::date + 1 or available_share = 1"),
  ).toBe(0);
});

test("every order can be found again by its source's number", async () => {
  expect(
    await count(`select 1 from sales_order o where not exists (select from record_identity i
      where i.connection_id = o.connection_id and i.kind = 'orders' and i.external_id = o.external_id and i.entity_id = o.id and i.placed_at = o.placed_at)`),
  ).toBe(0);
  expect(connectionOf({ channel: 0 })).toBeGreaterThan(0);
});

/** What each page has to show; each must be found at least so often. */
const shown: [page: string, atLeast: number, rows: string][] = [
  [
    "stock out here beside excess there",
    10,
    "select a.sku_id from stock_level a join stock_level b using (sku_id) where a.available <= 0 and b.available > 60 group by 1",
  ],
  ["a level nobody ever read", 3, "select 1 from stock_level where known_since is null"],
  [
    "goods overdue from a supplier",
    3,
    "select 1 from inbound_line where state = 'open' and expected_at < now()",
  ],
  ["goods planned at a supplier", 3, "select 1 from inbound_line where state = 'open' and not confirmed"],
  [
    "stock older than a year",
    1,
    "select sku_id from stock_level l where on_hand > 300 and not exists (select from stock_move m where m.sku_id = l.sku_id and m.reason = 'receipt' and m.to_place_id = 10 + l.location_id * 3)",
  ],
  [
    "ads that spend on what cannot be bought",
    3,
    `select 1 from product_ad p join campaign c on c.id = p.campaign_id join ad_kind k on k.code = c.kind and not k.stops_when_empty
    where p.state = 'enabled' and exists (select from ad_spend s where s.product_ad_id = p.id and s.starts_at > now() - interval '1 day')
      and not exists (select from channel_location w join stock_level l on l.location_id = w.location_id and l.sku_id = p.sku_id where w.channel_id = c.channel_id and l.available > 0)`,
  ],
  ["ads of many kinds", 6, "select distinct kind from campaign"],
  [
    "an ad that Plimsoll paused",
    1,
    "select 1 from product_ad p join action a on a.id = p.paused_by_action_id and a.kind = 'ad_pause' and a.state = 'verified' where p.state = 'paused'",
  ],
  ["listings that drift", 20, "select 1 from listing where drift_since is not null"],
  [
    "listings that offer more than there is",
    3,
    "select 1 from listing where drift_units > 5 and available_to_sell_units = 0",
  ],
  ["listings never read", 1, "select 1 from listing where published_units is null"],
  ["content gaps", 20, "select 1 from listing where content_state <> 'complete'"],
  ["stuck orders", 5, "select 1 from sales_order where sync_error is not null"],
  [
    "orders that differ from their source",
    10,
    "select 1 from order_check where result = 'different' and resolved_at is null and source_record is not null",
  ],
  [
    "orders that never came",
    2,
    "select 1 from order_check where result = 'missing' and order_id is null and resolved_at is null",
  ],
  [
    "returns that wait too long",
    10,
    "select 1 from return_line where state in ('expected', 'inspection') and announced_at < now() - interval '14 days'",
  ],
  [
    "a source gone silent",
    1,
    "select 1 from connection where last_confirmed_at < now() - interval '24 hours'",
  ],
  ["fresh sources", 14, "select 1 from connection where last_confirmed_at > now() - interval '1 hour'"],
  ["orders that do not add up", 4, "select 1 from order_flag where state = 'open'"],
  [
    "hours that stay different",
    3,
    "select 1 from reconciliation where remaining_count > 0 and source_hash <> our_hash",
  ],
  ["hours that are equal", 100, "select 1 from reconciliation where source_hash = our_hash"],
  [
    "records that could not be taken",
    5,
    "select 1 from inbox_record where state = 'rejected' and fields is not null",
  ],
  ["failed runs", 3, "select 1 from sync_run where state = 'failed'"],
  ["rejects", 3, "select 1 from reject"],
  ["transfers on their way", 2, "select 1 from transfer_order where state in ('sent', 'shipped')"],
  [
    "decisions that were measured",
    8,
    "select 1 from action where realised_minor is not null and expected_minor is not null",
  ],
  ["recommendations nobody followed", 3, "select 1 from recommendation where state = 'rejected'"],
  [
    "a surge in the last days",
    2,
    `select sku_id from demand_daily group by 1
    having sum(units) filter (where day > current_date - 5) / 5.0 > 3 * sum(units) filter (where day between current_date - 40 and current_date - 6) / 35.0 and sum(units) filter (where day > current_date - 5) > 40`,
  ],
  ["product titles in Chinese", 3, "select 1 from sku where title_lang like 'zh%'"],
];

test.each(shown)("every page has something true to show: %s", async (_, atLeast, rows) => {
  expect(await count(rows)).toBeGreaterThanOrEqual(atLeast);
});

test("the world goes on, and every law holds afterwards", async () => {
  const { db } = database;
  const answers: (RecordsAnswer & { kind: string })[] = [];
  const client: RecordsClient = {
    post: async (kind, source, records) => {
      if (!isKind(kind)) throw new Error(`no kind ${kind}`);
      const answer = await postRecords(db, commandActor, { kind, source, body: records });
      answers.push({ ...answer, kind });
      return answer;
    },
  };
  const { state } = openState(null, "test");
  await seedVendors(db, state);
  expect(Object.values(state.transfers).length).toBeGreaterThan(0);
  const before = await count("select 1 from sales_order");
  const openBefore = await count("select 1 from sales_order where state = 'open'");
  const offers = await loadOffers(db);
  const random = randomStream("test", "world");
  await confirmReadings(db, client);
  for (let n = 0; n < 30; n++) await placeOrder(db, client, offers, random);
  await shipOrders(db, client);
  await publishQuantities(db, client);
  await reportSpend(client, state, await loadEmptyAds(db));
  await confirmReadings(db, client);
  expect(answers.flatMap(({ rejected }) => rejected)).toEqual([]);
  expect(new Set(answers.map(({ kind }) => kind))).toEqual(
    new Set([
      "stock",
      "orders",
      "ad-spend",
      ...answers.map(({ kind }) => kind).filter((kind) => kind === "listings"),
    ]),
  );
  expect(await count("select 1 from sales_order")).toBeGreaterThan(before + 20);
  expect(await count("select 1 from sales_order where state = 'open'")).toBeGreaterThan(openBefore);
  expect(
    await count("select 1 from stock_level where data_as_of > now() - interval '5 minutes'"),
  ).toBeGreaterThan(700);
  expect(await count("select 1 from stock_move where reason = 'reading'")).toBe(0);
  await expectLedgerLaws();
}, 120_000);
