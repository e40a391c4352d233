import { afterAll, beforeAll, expect, test } from "vitest";
import { countAlerts, listAlertRoutes, listAlerts } from "@/db/queries/alerts";
import { listCatalogue } from "@/db/queries/catalogue";
import { listImportRuns, listMappings } from "@/db/queries/imports";
import { listPromotions, listPublishing } from "@/db/queries/publishing";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { addSku, makeSmallWorld, type SmallWorld } from "@/lib/metrics/testing/small-world";
import { listConnections } from "@/lib/services/connection/list-connections";
import { listPeople } from "@/lib/services/people/list";
import { findPolicy, listPolicies } from "@/lib/services/policy/get";
import { getStandstill } from "@/lib/services/policy/standstill";
import { listTokens } from "@/lib/services/token/list";
import { prunePast } from "../prune";
import { readKept } from "./read-kept";
import { readReach } from "./read-records";

let database: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

const admin = { kind: "user" as const, id: "u", name: "Wei", role: "admin" as const };
const wait = () => new Promise((done) => setTimeout(done, 5));

/** Between what was changed before and what is changed after. */
async function moment(): Promise<Date> {
  await wait();
  const at = new Date();
  await wait();
  return at;
}

const catalogueAt = (at: Date, filter = {}) =>
  readKept(database.db, at, async (past) => {
    const sort = { key: "code", direction: "asc" } as const;
    const { rows } = await listCatalogue(past, { filter, sort, cursor: null, pageSize: 10 });
    return rows.map(({ code, title, unitCost, contentGaps }) => [code, title, Number(unitCost), contentGaps]);
  });

test("products and listings are those of then: what was changed, added and removed since is as it was", async () => {
  const { db, owner } = database;
  const gone = await addSku(db, "SKU-GONE");
  await db`insert into listing (channel_id, sku_id, external_id, currency, content_state) values
    (${world.channelId}, ${world.skuId}, 'one', 'USD', 'missing'), (${world.channelId}, ${world.skuId}, 'two', 'USD', 'complete')`;
  const first = await moment();
  await db`update sku set title = 'Between', unit_cost = 6 where id = ${world.skuId}`;
  const second = await moment();
  await db`update sku set title = 'Today', unit_cost = 7 where id = ${world.skuId}`;
  await db`update listing set content_state = 'incomplete', published_units = 4 where external_id = 'two'`;
  await db`delete from sku where id = ${gone}`;
  await addSku(db, "SKU-LATER");
  expect(await catalogueAt(first)).toEqual([
    ["SKU-1", "SKU-1", 5, 1],
    ["SKU-GONE", "SKU-GONE", 5, 0],
  ]);
  expect(await catalogueAt(second)).toEqual([
    ["SKU-1", "Between", 6, 1],
    ["SKU-GONE", "SKU-GONE", 5, 0],
  ]);
  expect(await catalogueAt(first, { q: "today" })).toEqual([]);
  expect(await catalogueAt(await moment())).toEqual([
    ["SKU-1", "Today", 7, 2],
    ["SKU-LATER", "SKU-LATER", 5, 0],
  ]);
  // Before anything was kept it is not known what was there: all that is known is.
  await owner`update past_kept set rows_since = ${second}`;
  expect(await catalogueAt(first)).toEqual([
    ["SKU-1", "SKU-1", 5, 1],
    ["SKU-GONE", "SKU-GONE", 5, 0],
    ["SKU-LATER", "SKU-LATER", 5, 0],
  ]);
  await owner`update past_kept set rows_since = ${first}`;
});

test("what channels keep back and what promotions hold are those of then, also where they were removed", async () => {
  const { db } = database;
  await db`update channel set buffer_units = 3`;
  await db`insert into publish_rule (sku_id, channel_id, buffer_units, changed_by) values (${world.skuId}, ${world.channelId}, 1, 'Wei')`;
  await db`
    with made as (
      insert into promotion (name, side, channel_id, every_sku, units, time_zone, starts_at, ends_at, phase, created_by)
      values ('Sale', 'for', ${world.channelId}, false, 10, 'UTC', now() - interval '1 day', now() + interval '1 day', 'running', 'Wei') returning id
    ) insert into promotion_sku select id, ${world.skuId} from made`;
  const then = await moment();
  await db`update channel set buffer_units = 9, name = 'Renamed'`;
  await db`delete from channel_location where location_id = ${world.b}`;
  await db`delete from publish_rule`;
  await db`update promotion set units = 20, cancelled_at = now(), cancelled_by = 'Wei', phase = 'cancelled', version = 2`;
  await db`delete from promotion_sku`;
  const [channels, promotions] = await readKept(db, then, (past) =>
    Promise.all([listPublishing(past), listPromotions(past, then)]),
  );
  expect(channels).toMatchObject([{ name: "Shop", bufferUnits: 3, ownRules: 1, locations: ["A", "B"] }]);
  expect(promotions).toMatchObject([{ phase: "running", units: 10, skuCodes: ["SKU-1"], cancelledBy: null }]);
  expect(await listPublishing(db)).toMatchObject([{ bufferUnits: 9, ownRules: 0, locations: ["A"] }]);
});

test("alerts and imports stand as they stood then", async () => {
  const { db } = database;
  await db`
    insert into alert (cause_key, kind, href, roles, connection_id, began_at) values
      ('seen', 'source_late', '/sync', '{admin}', ${world.connectionId}, now()), ('ended', 'dead_letters', '/sync', '{admin}', null, now())`;
  await db`update alert set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = 'Wei' where cause_key = 'seen'`;
  await db`insert into sync_run (connection_id, kind, trigger, actor, state, started_at) values (${world.connectionId}, 'orders', 'import', 'Wei', 'running', now())`;
  await db`insert into import_mapping (name, kind, mapping, created_by) values ('Mine', 'orders', '{}', 'Wei')`;
  const then = await moment();
  await db`update alert set state = 'ended', ended_at = now()`;
  await db`insert into alert (cause_key, kind, href, roles) values ('later', 'source_late', '/sync', '{admin}')`;
  await db`update sync_run set state = 'failed', error = 'No', finished_at = now()`;
  await db`insert into sync_run (connection_id, kind, trigger, actor) values (${world.connectionId}, 'stock', 'import', 'Wei')`;
  await db`delete from import_mapping`;
  const endedAfter = new Date(0);
  const [alerts, counts, runs, mappings] = await readKept(db, then, (past) =>
    Promise.all([
      listAlerts(past, { endedAfter }),
      countAlerts(past, { endedAfter }),
      listImportRuns(past, { limit: 5 }),
      listMappings(past, null),
    ]),
  );
  expect(
    alerts.map(({ kind, state, acknowledgedBy, endedAt }) => [kind, state, acknowledgedBy, endedAt]),
  ).toEqual([
    ["dead_letters", "open", null, null],
    ["source_late", "acknowledged", "Wei", null],
  ]);
  expect(counts).toEqual({ open: 1, acknowledged: 1, snoozed: 0, ended: 0 });
  expect(runs).toMatchObject([{ kind: "orders", state: "running", error: null, finishedAt: null }]);
  expect(mappings).toMatchObject([{ name: "Mine" }]);
});

test("rules, people, tokens and connections are those of then, and no secret is kept of them", async () => {
  const { db, owner } = database;
  const [person] = await db<
    { id: string }[]
  >`insert into app_user (name, email, role) values ('Lin', 'lin@example.com', 'supply') returning id`;
  await db`insert into alert_route (user_id, created_by) values (${person?.id ?? ""}, 'Wei')`;
  await db`insert into api_token (name, role, prefix, token_hash, created_by) values ('ERP', 'manager', 'pl_1', 'hash', 'Wei')`;
  await db`update connection set secret_sealed = 'very-secret', config = '{"apiKey": "very-secret"}'`;
  const then = await moment();
  await db`update app_user set role = 'manager', disabled = true where id = ${person?.id ?? ""}`;
  await db`delete from alert_route`;
  await db`update api_token set revoked_at = now()`;
  await db`update connection set state = 'paused', name = 'Renamed', last_error = 'No', last_error_at = now()`;
  await db`insert into standstill (stopped_by, stopped_by_id, reason) values ('Wei', 'u', 'Fire')`;
  await db`update policy set active = false`;
  await db`insert into policy (rules, note, active, created_by) select rules, 'Later', true, 'Wei' from policy limit 1`;
  const [people, routes, [token], connections, standstill, policy, versions] = await readKept(
    db,
    then,
    (past) =>
      Promise.all([
        listPeople(past, admin),
        listAlertRoutes(past),
        listTokens(past, admin, then),
        listConnections(past, admin),
        getStandstill(past),
        findPolicy(past),
        listPolicies(past),
      ]),
  );
  expect(people).toMatchObject([{ name: "Lin", role: "supply", disabled: false }]);
  expect(routes.flatMap(({ userName }) => userName ?? [])).toEqual(["Lin"]);
  expect(token).toMatchObject({ works: true, revokedAt: null });
  expect(connections).toMatchObject([{ name: "Shop", state: "active", lastError: null }]);
  expect(standstill).toBeNull();
  expect([policy?.version, versions.map(({ active }) => active)]).toEqual([1, [true]]);
  // Where nothing was kept yet, one version is in force all the same: the one that was made by then.
  await owner`update past_kept set rows_since = now()`;
  await db`update policy set active = false where active`;
  const before = await readKept(db, then, (past) => listPolicies(past));
  expect(before.map(({ version, active }) => [version, active])).toEqual([[1, true]]);
  const kept = await owner<
    { content: unknown }[]
  >`select content from row_past where relation in ('connection', 'app_user')`;
  expect(JSON.stringify(kept)).not.toContain("very-secret");
});

test("what was kept goes with its time, and it is said since when it is kept", async () => {
  const { db, owner } = database;
  await owner`update past_kept set since = now() - interval '500 days', kpis_since = now() - interval '500 days', rows_since = now() - interval '500 days'`;
  await owner`update row_past set until_at = until_at - interval '450 days' where relation = 'channel'`;
  const now = new Date();
  await prunePast(db, 400, now);
  const left = await owner<
    { relation: string }[]
  >`select distinct relation from row_past where relation in ('channel', 'sku')`;
  expect(left).toEqual([{ relation: "sku" }]);
  expect((await readReach(db)).rowsKeptSince).toEqual(new Date(now.getTime() - 400 * 86_400_000));
});
