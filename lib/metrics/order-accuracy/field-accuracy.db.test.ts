import { afterAll, beforeAll, expect, test } from "vitest";
import { fieldAccuracy } from "@/db/queries/reconciliations";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { storeFieldAccuracy } from "./run";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("accuracy is counted by field, over all channels and of each, and an order wrong twice in a field once", async () => {
  const { db } = database;
  const today = new Date().toISOString().slice(0, 10);
  const [source] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name) values ('shop', 'api', 'Shop') returning id`;
  const channels = await db<{ id: number }[]>`
    insert into channel (code, name, kind, currency, time_zone) values ('a', 'A', 'own_shop', 'GBP', 'UTC'), ('b', 'B', 'own_shop', 'GBP', 'UTC') returning id`;
  const [a, b] = channels.map(({ id }) => id);
  const wrong = (...fields: string[]) =>
    fields.map((field, at) => ({ field, lineNo: at + 1, ours: 1, theirs: 2 }));
  const rows = [
    { channel: a, result: "equal", differences: [] },
    { channel: a, result: "equal", differences: [] },
    { channel: a, result: "different", differences: wrong("quantity", "quantity", "unitPrice") },
    { channel: a, result: "missing", differences: [] },
    { channel: b, result: "different", differences: wrong("customerRef") },
    { channel: b, result: "equal", differences: [] },
  ];
  await db`
    insert into order_check (connection_id, channel_id, external_id, placed_at, checked_at, result, differences)
    select ${source?.id ?? 0}, channel, 'O' || row_number() over (), ${today}::date + interval '1 minute', now(), result, differences
    from jsonb_to_recordset(${db.json(rows)}) as r (channel smallint, result text, differences jsonb)`;
  await db.begin((tx) => storeFieldAccuracy(tx, { from: today, to: today }, new Date()));
  const wrongOf = async (channelId?: number) =>
    Object.fromEntries(
      (await fieldAccuracy(db, channelId === undefined ? { days: 2 } : { days: 2, channelId })).flatMap(
        ({ field, checked, wrong: count, share }) => (count > 0 ? [[field, [count, checked, share]]] : []),
      ),
    );
  expect(await wrongOf()).toEqual({
    quantity: [1, 6, 1 - 1 / 6],
    price: [1, 6, 1 - 1 / 6],
    missing: [1, 6, 1 - 1 / 6],
    customer: [1, 6, 1 - 1 / 6],
  });
  expect(await wrongOf(b)).toEqual({ customer: [1, 2, 0.5] });
});
