import { afterEach, expect, test } from "vitest";
import { shopifyConnector } from "./provider";
import { readAll } from "./testing/session";
import { openShop, orderOf } from "./testing/shop";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const day = (n: number) => new Date(Date.UTC(2026, 1, n, 12));
const february = { kind: "backfill" as const, from: "2026-02-01T00:00:00Z", until: "2026-02-28T23:59:59Z" };

async function open(now: () => Date) {
  const made = await openShop({ pointsMax: 100_000, restorePerSecond: 10_000, bulkSeconds: 60, now });
  stops.push(made.shop.stop);
  return made;
}

test("history comes through a bulk operation and is the same as what paging reads", async () => {
  let now = day(28).getTime();
  const { shop, session } = await open(() => new Date(now));
  shop.placeOrder(orderOf("#0", "MUG", 1, new Date("2026-01-31T10:00:00Z")));
  for (let n = 1; n <= 30; n++) {
    const lines = [
      { sku: "MUG", title: "Mug – 馬克杯", quantity: 1 + (n % 3), unitPriceMinor: 1205 },
      { sku: "LAMP-G", title: "Lamp", quantity: 1, unitPriceMinor: 4950 },
    ];
    shop.placeOrder({ ...orderOf(`#${n}`, "MUG", 1, day(1 + (n % 27))), lines });
    if (n % 2 === 0) shop.changeOrder(`#${n}`, { kind: "ship", at: day(28) });
    if (n % 6 === 0)
      shop.changeOrder(`#${n}`, { kind: "refund", at: day(28), sku: "MUG", quantity: 1, restock: true });
    if (n % 7 === 0) shop.changeOrder(`#${n}`, { kind: "cancel", at: day(28) });
  }
  const connected = session();
  const begun = await shopifyConnector.read(connected, { stream: "orders", position: null, scope: february });
  expect(begun).toMatchObject({ records: [], waitSeconds: 2 });
  // A worker that was killed before it kept its place takes on the same operation.
  const again = await shopifyConnector.read(connected, { stream: "orders", position: null, scope: february });
  expect(again.next).toEqual(begun.next);
  const waiting = await shopifyConnector.read(connected, {
    stream: "orders",
    position: begun.next,
    scope: february,
  });
  expect(waiting).toMatchObject({ records: [], next: begun.next, waitSeconds: 10 });
  now += 61_000;
  const page = await shopifyConnector.read(connected, {
    stream: "orders",
    position: begun.next,
    scope: february,
  });
  expect(page).toMatchObject({ next: null, progress: 1 });
  const paged = await readAll(connected, {
    stream: "orders",
    scope: { kind: "incremental", since: "2000-01-01T00:00:00Z", until: february.until },
  });
  const states = (records: typeof paged) =>
    records
      .filter(({ fields }) => fields.orderNumber !== "#0")
      .map(({ kind, id, fields }) => ({ kind, id, fields }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(states([...page.records])).toEqual(states(paged));
});

test("a long file is read in pieces, each of whole orders, and from any of them on", async () => {
  let now = day(28).getTime();
  const { shop, session } = await open(() => new Date(now));
  const lines = Array.from({ length: 60 }, (_, n) => ({
    sku: "MUG",
    title: `書 ${n} ${"x".repeat(300)}`,
    quantity: 1,
    unitPriceMinor: 5,
  }));
  for (let n = 1; n <= 40; n++) shop.placeOrder({ ...orderOf(`#${n}`, "MUG", 1, day(2)), lines });
  const connected = session();
  let position = (
    await shopifyConnector.read(connected, { stream: "orders", position: null, scope: february })
  ).next;
  now += 61_000;
  const numbers: unknown[] = [];
  const pieces: number[] = [];
  while (position) {
    const first = await shopifyConnector.read(connected, { stream: "orders", position, scope: february });
    const same = await shopifyConnector.read(connected, { stream: "orders", position, scope: february });
    expect(same.records.map(({ version }) => version)).toEqual(first.records.map(({ version }) => version));
    numbers.push(...first.records.map(({ fields }) => fields.orderNumber));
    pieces.push(first.records.length);
    for (const { fields } of first.records) expect(fields.lines).toHaveLength(60);
    position = first.next;
  }
  expect(pieces.length).toBeGreaterThan(1);
  expect([numbers.length, new Set(numbers).size]).toEqual([40, 40]);
});

test("the first sync of a shop reads its whole history that way", async () => {
  let now = day(28).getTime();
  const { shop, session } = await open(() => new Date(now));
  shop.placeOrder(orderOf("#1", "MUG", 1, new Date("2019-05-01T10:00:00Z")));
  shop.placeOrder(orderOf("#2", "MUG", 1, day(2)));
  const first = {
    stream: "orders" as const,
    scope: { kind: "incremental" as const, since: null, until: february.until },
  };
  const connected = session();
  const begun = await shopifyConnector.read(connected, { ...first, position: null });
  now += 61_000;
  const page = await shopifyConnector.read(connected, { ...first, position: begun.next });
  expect(page.records.map(({ fields }) => fields.orderNumber)).toEqual(["#1", "#2"]);
});

test("an order of the file in an unknown shape holds no other one up", async () => {
  let now = day(28).getTime();
  const { shop, session } = await open(() => new Date(now));
  for (const number of ["#1", "#2", "#3"]) shop.placeOrder(orderOf(number, "MUG", 1, day(2)));
  const connected = session();
  const begun = await shopifyConnector.read(connected, { stream: "orders", position: null, scope: february });
  now += 61_000;
  const { fetch } = connected;
  connected.fetch = async (request) => {
    const answer = await fetch(request);
    return { ...answer, text: answer.text.replace(/("name":"#2".*?"test":)false/, '$1"maybe"') };
  };
  const page = await shopifyConnector.read(connected, {
    stream: "orders",
    position: begun.next,
    scope: february,
  });
  expect(page.records.map(({ fields }) => [fields.orderNumber, fields.lines !== undefined])).toEqual([
    ["#1", true],
    ["#2", false],
    ["#3", true],
  ]);
  expect(page.records[1]?.raw).toMatchObject({ test: "maybe", lineItems: [{ sku: "MUG" }] });
});

test("a period without orders ends at once", async () => {
  let now = day(28).getTime();
  const { session } = await open(() => new Date(now));
  const connected = session();
  const begun = await shopifyConnector.read(connected, { stream: "orders", position: null, scope: february });
  now += 61_000;
  expect(
    await shopifyConnector.read(connected, { stream: "orders", position: begun.next, scope: february }),
  ).toEqual({
    records: [],
    next: null,
    progress: 1,
  });
});
