import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { harbourConnector, orderRecords } from "@/lib/connectors/testing/harbour-connector";
import { Forbidden, Invalid } from "@/lib/core/errors";
import { applySourceRecords } from "@/lib/ingest/sync/apply-records";
import {
  addConnection,
  makeCompany,
  silent,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { handler as applyInbox } from "@/lib/jobs/inbox-apply.handler";
import { person } from "@/lib/services/action/testing/small-company";
import { dismiss, listDeadLetters, replay } from "./dead-letters";
import { listUnmapped } from "./list-unmapped";
import { mapTo } from "./map-to";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const operator = person("operator");
let database: TestDatabase;
let connectionId = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
  const account = await addConnection(database.db, harbourConnector, {
    key: "harbour",
    baseUrl: "http://127.0.0.1:1",
  });
  connectionId = account.connectionId;
  await database.db`insert into sku (code, title, currency, barcode) values ('OURS', 'Ours', 'GBP', 'theirs-1')`;
  await database.db`insert into location (code, name, kind, country, region, time_zone) values ('W', 'W', 'warehouse', 'GB', 'EU', 'UTC')`;
  await database.db`insert into channel (code, name, kind, currency, time_zone) values ('harbour', 'H', 'own_shop', 'GBP', 'UTC')`;
  await database.db`insert into channel_location select c.id, l.id from channel c, location l`;
});
afterAll(() => database.drop());

const take = (records: Parameters<typeof applySourceRecords>[1]) =>
  applySourceRecords(database.db, records, { connectionId, trigger: "poll" });
const order = (number: string, sku: string) =>
  orderRecords({
    ...{
      id: number,
      number,
      version: 1,
      placedAt: "2026-05-01T10:00:00Z",
      updatedAt: "2026-05-01T10:00:00Z",
    },
    ...{ currency: "GBP", customer: "c", country: "GB", cancelledAt: null, shipped: false, refunds: [] },
    ...{ discountMinor: 0, taxMinor: 0, shippingMinor: 0 },
    lines: [{ sku, title: `Their ${sku}`, quantity: 1, unitPriceMinor: 100 }],
  });
const work = () => applyInbox({}, { db: database.db, log: silent, signal: new AbortController().signal });
const orders = async () =>
  (await database.db`select external_id as id from sales_order order by 1`).map(({ id }) => id);

test("names that nobody knows are listed with what waits for them, and a mapping applies it at once", async () => {
  await take([...order("M1", "theirs-1"), ...order("M2", "theirs-1"), ...order("M3", "other")]);
  const names = await listUnmapped(database.db, operator);
  expect(
    names.map(({ kind, externalCode, orders: n, title, suggestion }) => [
      kind,
      externalCode,
      n,
      title,
      suggestion,
    ]),
  ).toEqual([
    ["sku", "theirs-1", 2, "Their theirs-1", "OURS"],
    ["sku", "other", 1, "Their other", null],
  ]);
  await expect(
    mapTo(database.db, operator, { connectionId, kind: "sku", externalCode: "theirs-1", code: "NONE" }),
  ).rejects.toThrow(Invalid);
  await expect(
    mapTo(database.db, person("supply"), {
      connectionId,
      kind: "sku",
      externalCode: "theirs-1",
      code: "OURS",
    }),
  ).rejects.toThrow(Forbidden);
  expect(
    await mapTo(database.db, operator, { connectionId, kind: "sku", externalCode: "theirs-1", code: "OURS" }),
  ).toEqual({ records: 2 });
  await work();
  expect(await orders()).toEqual(["M1", "M2"]);
  await take(order("M4", "theirs-1"));
  expect(await orders()).toEqual(["M1", "M2", "M4"]);
  expect((await listUnmapped(database.db, operator)).map(({ externalCode }) => externalCode)).toEqual([
    "other",
  ]);
});

test("dead letters are listed with why, replayed one or all, and given up, each audited", async () => {
  const bad = (number: string) =>
    order(number, "OURS").map((record) => ({ ...record, fields: { ...record.fields, channel: null } }));
  await database.db`delete from channel_location`;
  await take([...bad("D1"), ...bad("D2"), ...bad("D3")]);
  const { rows } = await listDeadLetters(database.db, operator, { pageSize: 2 });
  expect(rows.map(({ externalId, code, field }) => [externalId, code, field])).toEqual([
    ["D3", "no_channel", "channel"],
    ["D2", "no_channel", "channel"],
  ]);
  const ids = rows.flatMap(({ id, externalId }) => (externalId === "D2" ? [id] : []));
  expect(await replay(database.db, operator, { ids })).toEqual({ records: 1 });
  await work();
  expect((await listDeadLetters(database.db, operator)).rows).toHaveLength(3);
  await database.db`update inbox_record set fields = fields || '{"channel":"harbour","location":"W"}' where state = 'rejected'`;
  expect(await dismiss(database.db, operator, { ids })).toEqual({ records: 1 });
  expect(await replay(database.db, operator, { connectionId })).toEqual({ records: 2 });
  await work();
  expect(await orders()).toEqual(["D1", "D3", "M1", "M2", "M4"]);
  expect((await listDeadLetters(database.db, operator)).rows).toHaveLength(0);
  const audit =
    await database.db`select verb, count(*)::int as n from audit_event where entity = 'inbox' group by 1 order by 1`;
  expect(audit.map(({ verb, n }) => [verb, n])).toEqual([
    ["inbox.dismiss", 1],
    ["inbox.replay", 2],
  ]);
  await expect(replay(database.db, person("manager"), {})).rejects.toThrow(Forbidden);
});
