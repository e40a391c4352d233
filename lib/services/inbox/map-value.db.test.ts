import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { SourceRecord } from "@/lib/connectors/live-contract";
import { harbourConnector } from "@/lib/connectors/testing/harbour-connector";
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
import { listDeadLetters } from "./dead-letters";
import { letterForm } from "./letter-form";
import { mapValue, unknownWord } from "./map-value";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const operator = person("operator");
let database: TestDatabase;
let connectionId = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await makeCompany(db);
  const account = await addConnection(db, harbourConnector, {
    key: "harbour",
    baseUrl: "http://127.0.0.1:1",
  });
  connectionId = account.connectionId;
  await db`insert into sku (code, title, currency) values ('OURS', 'Ours', 'GBP')`;
  await db`insert into location (code, name, kind, country, region, time_zone) values ('W', 'W', 'warehouse', 'GB', 'EU', 'UTC')`;
  await db`insert into channel (code, name, kind, currency, time_zone) values ('harbour', 'H', 'own_shop', 'GBP', 'UTC')`;
  await db`insert into channel_location select c.id, l.id from channel c, location l`;
});
afterAll(() => database.drop());

const record = (number: string, state: string, quantity: number | string = 2): SourceRecord => ({
  kind: "orders",
  id: number,
  version: "1",
  eventAt: "2026-05-01T10:00:00Z",
  raw: { number, state },
  fields: {
    ...{ orderNumber: number, placedAt: "2026-05-01T10:00:00Z", channel: "harbour", currency: "GBP", state },
    lines: [{ lineNo: 1, sku: "OURS", quantity, unitPrice: "3.00" }],
  },
});
const take = (records: SourceRecord[]) =>
  applySourceRecords(database.db, records, { connectionId, trigger: "poll" });
const work = () => applyInbox({}, { db: database.db, log: silent, signal: new AbortController().signal });
const orders = async () =>
  (
    await database.db<
      { id: string; state: string }[]
    >`select external_id as id, state from sales_order order by 1`
  ).map(({ id, state }) => `${id} ${state}`);
const letters = async () => (await listDeadLetters(database.db, operator)).rows;
const mapping = { kind: "orders", field: "state", externalValue: "WIRD GEPACKT", value: "open" };

test("a word that is mapped once applies all that were refused for it, and all that come with it later", async () => {
  const { db } = database;
  await take([record("V1", "WIRD GEPACKT"), record("V2", "WIRD GEPACKT"), record("V3", "VERLOREN")]);
  const [letter] = (await letters()).filter(({ externalId }) => externalId === "V1");
  if (!letter) throw new Error("V1 is no dead letter");
  expect(await unknownWord(db, letter)).toEqual({
    field: "state",
    value: "WIRD GEPACKT",
    choices: ["open", "shipped", "completed", "cancelled"],
    records: 2,
  });
  await expect(mapValue(db, person("supply"), { connectionId, ...mapping })).rejects.toThrow(Forbidden);
  await expect(mapValue(db, operator, { connectionId, ...mapping, value: "packing" })).rejects.toThrow(
    Invalid,
  );
  await expect(mapValue(db, operator, { connectionId, ...mapping, field: "nothing" })).rejects.toThrow(
    Invalid,
  );
  expect(await orders()).toEqual([]);

  expect(await mapValue(db, operator, { connectionId, ...mapping })).toEqual({ records: 2 });
  await work();
  expect(await orders()).toEqual(["V1 open", "V2 open"]);
  expect((await letters()).map(({ externalId }) => externalId)).toEqual(["V3"]);
  await take([record("V4", "WIRD GEPACKT")]);
  expect(await orders()).toEqual(["V1 open", "V2 open", "V4 open"]);
  const [kept] = await db<
    { fields: { state: string } }[]
  >`select fields from inbox_record where external_id = 'V1'`;
  expect(kept?.fields.state).toBe("WIRD GEPACKT");
  const [audit] = await db<{ after: unknown }[]>`
    select after from audit_event where verb = 'mapping.set' order by id desc limit 1`;
  expect(audit?.after).toEqual({ ...mapping, records: 2 });
});

test("a reason that no word sets right offers no mapping, and its form marks the field of its line", async () => {
  const { db } = database;
  await take([record("V5", "open", "1.5")]);
  const [letter] = (await letters()).filter(({ externalId }) => externalId === "V5");
  if (!letter) throw new Error("V5 is no dead letter");
  expect(await unknownWord(db, letter)).toBeNull();
  const form = letterForm("orders", letter.fields as Record<string, unknown>, letter.field);
  expect(form.filter(({ refused }) => refused)).toMatchObject([
    { path: "lines.0.quantity", line: 0, type: "integer", required: true, value: "1.5" },
  ]);
  expect(form.find(({ path }) => path === "state")).toMatchObject({
    choices: ["open", "shipped", "completed", "cancelled"],
    value: "open",
  });
  expect(form.some(({ name }) => name === "discount")).toBe(false);
  expect(letterForm("no such kind", {}, null)).toEqual([]);
});
