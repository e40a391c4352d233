import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { harbourConnector, orderRecords } from "@/lib/connectors/testing/harbour-connector";
import { Conflict, Forbidden, Invalid } from "@/lib/core/errors";
import { applySourceRecords } from "@/lib/ingest/sync/apply-records";
import {
  addConnection,
  makeCompany,
  silent,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { handler as applyInbox } from "@/lib/jobs/inbox-apply.handler";
import { person } from "@/lib/services/action/testing/small-company";
import { createSku } from "./create-sku";
import { listDeadLetters } from "./dead-letters";
import { getDeadLetter } from "./get-dead-letter";
import { repair } from "./repair";

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
  await database.db`insert into sku (code, title, currency) values ('OURS', 'Ours', 'GBP')`;
  await database.db`insert into location (code, name, kind, country, region, time_zone) values ('W', 'W', 'warehouse', 'GB', 'EU', 'UTC')`;
  await database.db`insert into channel (code, name, kind, currency, time_zone) values ('harbour', 'H', 'own_shop', 'GBP', 'UTC')`;
  await database.db`insert into channel_location select c.id, l.id from channel c, location l`;
});
afterAll(() => database.drop());

const order = (number: string, sku: string) =>
  orderRecords({
    ...{ id: number, number, version: 1, placedAt: "2026-05-01T10:00:00Z" },
    ...{ updatedAt: "2026-05-01T10:00:00Z", currency: "GBP", customer: "c", country: "GB" },
    ...{ cancelledAt: null, shipped: false, refunds: [], discountMinor: 0, taxMinor: 0, shippingMinor: 0 },
    lines: [{ sku, title: `Their ${sku}`, quantity: 1, unitPriceMinor: 100 }],
  });
const take = (records: ReturnType<typeof order>) =>
  applySourceRecords(database.db, records, { connectionId, trigger: "poll" });
const work = () => applyInbox({}, { db: database.db, log: silent, signal: new AbortController().signal });
const orders = async () =>
  (await database.db<{ id: string }[]>`select external_id as id from sales_order order by 1`).map(
    ({ id }) => id,
  );
const letters = async () => (await listDeadLetters(database.db, operator)).rows;

test("a repaired record is applied as it was corrected; its raw form stays, and the audit names what changed", async () => {
  const { db } = database;
  const tooLong = "N".repeat(201);
  await take(order(tooLong, "OURS"));
  const [letter] = await letters();
  const id = letter?.id ?? 0;
  const fields = letter?.fields as Record<string, unknown>;
  await expect(repair(db, person("supply"), { id, fields: "{}" })).rejects.toThrow(Forbidden);
  for (const text of ["", "[]", "null", "{"])
    await expect(repair(db, operator, { id, fields: text })).rejects.toThrow(Invalid);
  expect(await orders()).toEqual([]);

  const corrected = JSON.stringify({ ...fields, orderNumber: "R1" });
  expect(await repair(db, operator, { id, fields: corrected })).toEqual({ changed: ["orderNumber"] });
  await work();
  expect(await orders()).toEqual(["R1"]);
  expect(await letters()).toEqual([]);
  expect(await getDeadLetter(db, operator, id)).toBeNull();
  const [kept] = await db<{ raw: unknown }[]>`select raw from inbox_record where id = ${id}`;
  expect(kept?.raw).toEqual(letter?.raw);
  const [audit] = await db<{ before: unknown; after: unknown }[]>`
    select before, after from audit_event where verb = 'inbox.repair'`;
  expect(audit).toEqual({ before: { orderNumber: tooLong }, after: { orderNumber: "R1" } });
  await expect(repair(db, operator, { id, fields: corrected })).rejects.toThrow(Conflict);
});

test("a record that is still wrong after a repair comes back with its reason", async () => {
  const { db } = database;
  await take(order("M".repeat(201), "OURS"));
  const [letter] = await letters();
  const id = letter?.id ?? 0;
  const fields = letter?.fields as Record<string, unknown>;
  await repair(db, operator, { id, fields: JSON.stringify({ ...fields, orderNumber: "K".repeat(201) }) });
  await work();
  expect((await letters()).map((one) => [one.id, one.field])).toEqual([[id, letter?.field]]);
});

test("a SKU made for records that name it lets them go on", async () => {
  const { db } = database;
  await take(order("S1", "NEW-1"));
  expect(await orders()).toEqual(["R1"]);
  expect(await createSku(db, operator, { code: "NEW-1", title: "New" })).toEqual({ records: 1 });
  await work();
  expect(await orders()).toEqual(["R1", "S1"]);
  await expect(createSku(db, operator, { code: "NEW-1", title: "Again" })).rejects.toThrow(Conflict);
});
