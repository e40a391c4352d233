import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { countAlerts, listAlerts } from "@/db/queries/alerts";
import { readShell } from "@/db/queries/shell";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { Actor } from "../_shared/actor";
import { acknowledgeAlert } from "./acknowledge";
import { checkAlerts } from "./check-alerts";
import { removeAlertRoute } from "./remove-route";
import { reopenAlert } from "./reopen";
import { saveAlertRoute } from "./save-route";
import { saveAlertSettings } from "./save-settings";
import { defaultAlertRules } from "./settings";
import { snoozeAlert } from "./snooze";

const aDayAgo = () => new Date(Date.now() - 86_400_000);
let database: TestDatabase;
let shop = 0;
const operator: Actor = { kind: "user", id: "u1", name: "Ola", role: "operator" };
const now = new Date();
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await db`insert into app_user (id, name, email, role) values ('u1', 'Ola', 'ola@example.com', 'operator'), ('u2', 'Ann', 'ann@example.com', 'admin'),
    ('u3', 'Mo', 'mo@example.com', 'manager')`;
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { db } = database;
  await db`delete from alert_delivery`;
  await db`delete from alert`;
  await db`delete from alert_settings`;
  await db`delete from canary_beat`;
  await db`update connection set state = 'disconnected'`;
  const [row] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name) values (${`shop-${Math.random().toString(36).slice(2, 10)}`}, 'harbour', 'Shop') returning id`;
  shop = row?.id ?? 0;
  await db`
    insert into sync_stream (connection_id, stream, wanted_seconds, last_ok_at)
    values (${shop}, 'orders', 60, ${now}), (${shop}, 'stock', 60, ${now})`;
});

const check = (minutes: number, mail = true) => checkAlerts(database.db, later(minutes), { mail });
const kinds = async () =>
  (await listAlerts(database.db, { endedAfter: aDayAgo() })).map(({ kind, state }) => `${kind} ${state}`);
const bell = async () =>
  (await readShell(database.db, { id: "u1", role: "operator", teams: ["operator"] })).alerts.map(
    ({ kind }) => kind,
  );

test("a source whose streams are all late is one alert, told once to each of its roles, and ends by itself", async () => {
  expect(await check(5)).toEqual({ raised: 0, ended: 0 });
  expect(await check(30)).toEqual({ raised: 1, ended: 0 });
  expect(await check(31)).toEqual({ raised: 0, ended: 0 });
  expect(await kinds()).toEqual(["source_late open"]);
  expect(await bell()).toEqual(["source_late"]);
  const to = await database.db`
    select u.email, d.event from alert_delivery d join app_user u on u.id = d.recipient order by 2 desc, 1`;
  expect(to).toEqual([
    { email: "ann@example.com", event: "raised" },
    { email: "ola@example.com", event: "raised" },
  ]);
  const [alert] = await listAlerts(database.db, { endedAfter: aDayAgo() });
  expect(alert?.params).toEqual({ source: "Shop", minutes: 31, hours: 0 });

  await database.db`update sync_stream set last_ok_at = ${later(32)} where connection_id = ${shop}`;
  expect(await check(33)).toEqual({ raised: 0, ended: 0 });
  expect(await check(36)).toEqual({ raised: 0, ended: 1 });
  expect(await kinds()).toEqual(["source_late ended"]);
  expect(await bell()).toEqual([]);
  const [ended] = await database.db`select count(*)::int as n from alert_delivery where event = 'ended'`;
  expect(ended).toEqual({ n: 2 });
});

test("a source without streams that Sync calls late is one, simulated or not; a file and the canary are none", async () => {
  const { db } = database;
  await db`
    insert into connection (key, vendor, name, simulated, lag_limit_seconds, state, last_confirmed_at) values
      ('till', 'sample', 'Till', true, null, 'error', ${later(-31 * 60)}),
      ('ads', 'sample', 'Ads', true, 14400, 'active', ${later(-95)}),
      ('wms', 'webhook', 'WMS', false, null, 'active', ${later(-61)}),
      ('nightly', 'file', 'Nightly file', false, null, 'active', ${later(-600)}),
      ('daily', 'file', 'Daily file', false, 3600, 'active', ${later(-600)}),
      ('canary', 'canary', 'Canary', false, null, 'active', ${later(-600)})`;
  await check(0);
  const late = (await listAlerts(db, { endedAfter: aDayAgo() })).map(({ kind, params }) => [kind, params]);
  expect(late).toHaveLength(3);
  expect(late).toEqual(
    expect.arrayContaining([
      ["source_late", { source: "Till", minutes: 1860, hours: 31 }],
      ["source_late", { source: "WMS", minutes: 61, hours: 1 }],
      ["source_late", { source: "Daily file", minutes: 600, hours: 10 }],
    ]),
  );
});

test("a circuit that is open and a grant that is gone are their own cause, not lateness as well", async () => {
  await database.db`
    update sync_stream set open_until = ${later(60)}, failures = 5, last_error_code = 'http_503' where connection_id = ${shop}`;
  await check(30);
  expect(await kinds()).toEqual(["circuit_open open"]);
  await database.db`insert into connection_account (connection_id, reconnect_since) values (${shop}, now())`;
  await check(31);
  expect((await kinds()).sort()).toEqual(["circuit_open open", "reconnect_needed open"]);
  await check(35);
  expect((await kinds()).sort()).toEqual(["circuit_open ended", "reconnect_needed open"]);
});

test("acknowledged it leaves the bell and still ends by itself; it is audited, once, and only for who may", async () => {
  await check(30);
  const [alert] = await listAlerts(database.db, { endedAfter: aDayAgo() });
  const alertId = alert?.id ?? 0;
  await expect(
    acknowledgeAlert(database.db, { ...operator, role: "marketing" }, { alertId }),
  ).rejects.toThrow(/role/);
  await acknowledgeAlert(database.db, operator, { alertId });
  await expect(acknowledgeAlert(database.db, operator, { alertId })).rejects.toThrow(/already/);
  await check(31);
  expect([await kinds(), await bell()]).toEqual([["source_late acknowledged"], []]);
  const audits =
    await database.owner`select actor_name as by from audit_event where verb = 'alert.acknowledge' and entity_id = ${String(alertId)}`;
  expect(audits).toEqual([{ by: "Ola" }]);
  await database.db`update sync_stream set last_ok_at = ${later(32)} where connection_id = ${shop}`;
  await check(36);
  expect(await kinds()).toEqual(["source_late ended"]);
});

test("snoozed it stays away until then, and is open again if its cause lasts", async () => {
  await check(30);
  const [alert] = await listAlerts(database.db, { endedAfter: aDayAgo() });
  const alertId = alert?.id ?? 0;
  await expect(
    snoozeAlert(database.db, operator, { alertId, until: later(-1).toISOString() }, now),
  ).rejects.toThrow(/to come/);
  await snoozeAlert(database.db, operator, { alertId, until: later(60).toISOString() }, now);
  await check(40);
  expect([await kinds(), await bell()]).toEqual([["source_late snoozed"], []]);
  await check(61);
  expect(await kinds()).toEqual(["source_late open"]);
});

test("differing orders, dead letters, low accuracy and a late canary are one alert each, however many rows", async () => {
  const { db } = database;
  await db`insert into channel (code, name, kind, currency, time_zone) values ('web', 'Web', 'own_shop', 'GBP', 'UTC') on conflict do nothing`;
  await db`
    insert into order_check (connection_id, channel_id, external_id, placed_at, checked_at, result)
    select ${shop}, (select id from channel where code = 'web'), 'O' || n, ${now}, ${now}, case when n <= 3 then 'missing' else 'equal' end
    from generate_series(1, 200) n`;
  await db`
    insert into inbox_record (connection_id, kind, event_id, raw, fields, state)
    select ${shop}, 'orders', 'E' || n, 'null', '{}', 'rejected' from generate_series(1, 25) n`;
  await db`insert into canary_beat (sent_at) values (${later(-5)}), (${later(-4)})`;
  await check(1);
  const found = await listAlerts(db, { endedAfter: aDayAgo() });
  expect(found.map(({ kind, params }) => [kind, params]).sort()).toEqual([
    ["accuracy_under", { source: "Shop", percent: "98.5", target: "99.9" }],
    ["canary_late", { seconds: 360 }],
    ["dead_letters", { source: "Shop", count: 25 }],
    ["reconciliation_differs", { source: "Shop", count: 3 }],
  ]);
});

test("what was acknowledged or snoozed can be taken back; of two who press at once one is told", async () => {
  await check(30);
  const alertId = (await listAlerts(database.db, { endedAfter: aDayAgo() }))[0]?.id ?? 0;
  const both = await Promise.allSettled([
    acknowledgeAlert(database.db, operator, { alertId }),
    acknowledgeAlert(database.db, { ...operator, name: "Ann", role: "admin" }, { alertId }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await reopenAlert(database.db, operator, { alertId });
  expect(await bell()).toEqual(["source_late"]);
  await expect(reopenAlert(database.db, operator, { alertId })).rejects.toThrow(/open already/);
  await snoozeAlert(database.db, operator, { alertId, until: later(60).toISOString() }, now);
  const [snoozed] = await listAlerts(database.db, { endedAfter: aDayAgo(), state: "snoozed" });
  expect(snoozed).toMatchObject({ snoozedBy: "Ola", acknowledgedBy: null, snoozedUntil: later(60) });
  await expect(reopenAlert(database.db, { ...operator, role: "manager" }, { alertId })).rejects.toThrow(
    /role/,
  );
  await reopenAlert(database.db, operator, { alertId });
  expect(await countAlerts(database.db, { endedAfter: aDayAgo() })).toEqual({
    open: 1,
    acknowledged: 0,
    snoozed: 0,
    ended: 0,
  });
  const verbs = await database.owner`
    select verb from audit_event where entity = 'alert' and entity_id = ${String(alertId)} order by id`;
  expect(verbs.map(({ verb }) => verb)).toEqual([
    "alert.acknowledge",
    "alert.reopen",
    "alert.snooze",
    "alert.reopen",
  ]);
});

test("changed rules hold from the next check on; who edited an older version is refused, and so is another role", async () => {
  const { db } = database;
  const admin: Actor = { kind: "user", id: "u2", name: "Ann", role: "admin" };
  const rules = { ...defaultAlertRules, lateMinutes: 60 };
  await expect(saveAlertSettings(db, operator, { rules, basedOnVersion: 0 })).rejects.toThrow(/role/);
  await expect(
    saveAlertSettings(db, admin, { rules: { ...rules, accuracyPercent: 200 }, basedOnVersion: 0 }),
  ).rejects.toMatchObject({ fieldErrors: { "rules.accuracyPercent": expect.any(String) } });
  const { version } = await saveAlertSettings(db, admin, { rules, basedOnVersion: 0 });
  await expect(saveAlertSettings(db, admin, { rules, basedOnVersion: 0 })).rejects.toThrow(/someone else/);
  expect(await check(30)).toEqual({ raised: 0, ended: 0 });
  expect(await check(61)).toEqual({ raised: 1, ended: 0 });
  const grave = { ...rules, severity: { ...rules.severity, source_late: "critical" as const } };
  await saveAlertSettings(db, admin, { rules: grave, basedOnVersion: version });
  await check(62);
  const [alert] = await listAlerts(db, { endedAfter: aDayAgo(), severity: ["critical"] });
  expect(alert?.kind).toBe("source_late");
});

test("a route tells its people of its kinds from its severity on, each once", async () => {
  const { db } = database;
  const admin: Actor = { kind: "user", id: "u2", name: "Ann", role: "admin" };
  const told = async () =>
    (await db`select u.email from alert_delivery d join app_user u on u.id = d.recipient order by 1`).map(
      ({ email }) => email,
    );
  const { routeId } = await saveAlertRoute(db, admin, {
    to: { userId: "u3" },
    kinds: ["source_late"],
    severityFrom: "critical",
  });
  await check(30);
  expect(await told()).toEqual(["ann@example.com", "ola@example.com"]);
  await db`delete from alert_delivery`;
  await db`delete from alert`;
  await saveAlertRoute(db, admin, { routeId, to: { userId: "u3" }, kinds: null, severityFrom: "warning" });
  await check(31);
  expect(await told()).toEqual(["ann@example.com", "mo@example.com", "ola@example.com"]);
  const again = { to: { userId: "u3" }, kinds: null, severityFrom: "notice" } as const;
  await expect(saveAlertRoute(db, admin, again)).rejects.toThrow(/same recipient/);
  await expect(saveAlertRoute(db, operator, again)).rejects.toThrow(/role/);
  await removeAlertRoute(db, admin, { routeId });
  await expect(removeAlertRoute(db, admin, { routeId })).rejects.toThrow(/does not exist/);
});
