import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { announce } from "@/db/announce";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { createHub, type Hub } from "./hub";
import { eventStream } from "./stream";

let database: TestDatabase;
let hub: Hub;
beforeAll(async () => {
  database = await createTestDatabase();
  hub = createHub(database.db);
});
afterAll(() => database.drop());

/** Reads a stream until a text has come or the stream has ended. */
async function readUntil(stream: ReadableStream<Uint8Array>, wanted: string) {
  const reader = stream.getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    text += value ? Buffer.from(value).toString("utf8") : "";
    if (done || text.includes(wanted)) return { text, done, reader };
  }
}
const open = (mayGoOn = async () => true, heartbeatMilliseconds = 60_000) =>
  eventStream(hub, { mayGoOn, heartbeatMilliseconds });

test("every open page hears what was announced, once it is committed, over one connection", async () => {
  const pages = [open(), open(), open()];
  const begun = await Promise.all(pages.map((page) => readUntil(page, "connected")));
  await database.db.begin(async (tx) => {
    await announce(tx, "stock", [7, 8]);
    await tx`select pg_sleep(0.05)`;
  });
  await database.db
    .begin((tx) => announce(tx, "orders").then(() => Promise.reject(new Error("undone"))))
    .catch(() => {});
  await announce(database.db, "kpis");
  for (const { reader } of begun) {
    let text = "";
    while (!text.includes("kpis")) text += Buffer.from((await reader.read()).value ?? []).toString("utf8");
    expect(text).toBe('data: {"topic":"stock","ids":[7,8]}\n\ndata: {"topic":"kpis"}\n\n');
    await reader.cancel();
  }
  const [row] = await database.owner<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and query ilike 'listen%'`;
  expect(row?.count).toBe(1);
});

test("the stream ends as soon as settings change and the reader may no longer read", async () => {
  let allowed = true;
  const { reader } = await readUntil(
    open(async () => allowed),
    "connected",
  );
  allowed = false;
  await announce(database.db, "settings");
  let ended = false;
  while (!ended) ended = (await reader.read()).done;
  expect(ended).toBe(true);
});

test("a heartbeat keeps the stream and asks whether the session still lives", async () => {
  let asked = 0;
  const { done } = await readUntil(
    open(async () => ++asked < 2, 5),
    "never",
  );
  expect(done).toBe(true);
  expect(asked).toBe(2);
});

test("a reader that falls behind is cut off instead of filling the memory", async () => {
  const stream = eventStream(hub, {
    mayGoOn: async () => true,
    heartbeatMilliseconds: 60_000,
    bufferedBytesMax: 2_000,
  });
  const { reader } = await readUntil(stream, "connected");
  for (let n = 0; n < 100; n++) await announce(database.db, "stock", [n]);
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
  }
  expect(bytes).toBeLessThan(3_000);
});

test("a page that cannot be listened for fails by itself, and leaves no timer that would break the server", async () => {
  vi.useFakeTimers();
  const broken: Hub = { subscribe: () => Promise.reject(new Error("too many clients")) };
  const stream = eventStream(broken, { mayGoOn: async () => true, heartbeatMilliseconds: 1_000 });
  const reader = stream.getReader();
  const failed = await reader
    .read()
    .then(() => reader.read())
    .catch(String);
  const left = vi.getTimerCount();
  vi.useRealTimers();
  expect(failed).toContain("too many clients");
  expect(left).toBe(0);
});
