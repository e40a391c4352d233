import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postMoves, stockPlace, transitPlace } from "@/db/queries/ledger";
import { verifyDatabase } from "@/db/queries/verify";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { ingestRecords } from "./ingest-records";
import { flushReadings } from "./readings-of-source";
import type { Kind } from "./schemas/index";
import { seedCatalogue, stateOf } from "./testing/import-text";

let database: TestDatabase;
let connectionId = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
  const [row] = await database.db<{ id: number }[]>`
    insert into connection (key, vendor, name, orders_move_stock) values ('laws', 'api', 'Laws', true) returning id`;
  connectionId = row?.id ?? 0;
});
afterAll(async () => {
  await flushReadings();
  await database.drop();
});

const skus = ["P", "Q"] as const;
const shelves = ["W1", "W2"] as const;
const minute = fc.integer({ min: 0, max: 50 });
const units = fc.integer({ min: 1, max: 9 });

/** What may happen, free of a world: its codes and ids get a prefix when it is delivered. */
const event = fc.oneof(
  fc.record({
    type: fc.constant("change" as const),
    sku: fc.constantFrom(...skus),
    shelf: fc.constantFrom(...shelves),
    units,
    reason: fc.constantFrom("receipt", "sale", "adjustment", "write_off", "return", "damage"),
    at: minute,
  }),
  fc.record({
    type: fc.constant("reading" as const),
    sku: fc.constantFrom(...skus),
    shelf: fc.constantFrom(...shelves),
    units: fc.integer({ min: 0, max: 30 }),
    unavailable: fc.option(fc.integer({ min: 0, max: 3 })),
    at: minute,
  }),
  fc.record({
    type: fc.constant("order" as const),
    number: fc.constantFrom("1", "2", "C1"),
    at: minute,
    state: fc.constantFrom("open", "shipped", "completed", "cancelled"),
    lines: fc.array(
      fc.record({
        sku: fc.constantFrom(...skus),
        shelf: fc.constantFrom(...shelves),
        units,
        price: fc.constantFrom("2.5", "3.333", null),
        cancelled: fc.integer({ min: 0, max: 2 }),
        shipped: fc.option(fc.integer({ min: 0, max: 2 })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({
    type: fc.constant("return" as const),
    number: fc.constantFrom("R1", "R2"),
    sku: fc.constantFrom(...skus),
    shelf: fc.constantFrom(...shelves),
    units,
    state: fc.constantFrom("expected", "inspection", "restocked", "written_off"),
    at: minute,
  }),
  fc.record({
    type: fc.constant("transfer" as const),
    sku: fc.constantFrom(...skus),
    units,
    short: fc.integer({ min: 0, max: 2 }),
  }),
);
type Event =
  fc.Arbitrary<unknown> extends never ? never : typeof event extends fc.Arbitrary<infer T> ? T : never;
type Numbered = { event: Event; index: number };

const moment = (minutes: number, seconds: number) =>
  new Date(Date.UTC(2026, 3, 1, 0, minutes, seconds)).toISOString();

function toRecord(world: string, { event, index }: Numbered): { kind: Kind; record: unknown } | null {
  if (event.type === "transfer") return null;
  if (event.type === "order") {
    const credit = event.number.startsWith("C");
    const lines = event.lines.map(({ sku, shelf, units, price, cancelled, shipped }) => ({
      sku: world + sku,
      quantity: credit ? -units : units,
      unitPrice: price,
      location: shelf,
      ...(!credit && { cancelledQuantity: Math.min(cancelled, units) }),
      ...(!credit &&
        shipped !== null && { shippedQuantity: Math.min(shipped, units - Math.min(cancelled, units)) }),
    }));
    const { location, ...rest } = { ...lines[0] };
    void rest;
    return {
      kind: "orders",
      record: {
        orderNumber: world + event.number,
        placedAt: moment(event.at, 0),
        channel: "shop",
        location,
        customer: `${world}k`,
        kind: credit ? "credit" : "sale",
        state: credit ? "completed" : event.state,
        version: index,
        lines: lines.map(({ location: _location, ...line }) => line),
      },
    };
  }
  if (event.type === "return") {
    const { number, sku, shelf, units, state, at } = event;
    const settled = state === "restocked" || state === "written_off";
    return {
      kind: "returns",
      record: {
        ...{
          returnId: world + number,
          sku: world + sku,
          location: shelf,
          quantity: units,
          state,
          version: index,
        },
        announcedAt: moment(0, 0),
        receivedAt: state === "expected" ? null : moment(at, 0),
        settledAt: settled ? moment(at + 5, 0) : null,
      },
    };
  }
  const shared = { sku: world + event.sku, location: event.shelf, asOf: moment(event.at, index) };
  if (event.type === "reading")
    return { kind: "stock", record: { ...shared, onHand: event.units, unavailable: event.unavailable } };
  const less = ["sale", "write_off", "damage"].includes(event.reason);
  return {
    kind: "stock",
    record: {
      ...shared,
      delta: less ? -event.units : event.units,
      reason: event.reason,
      eventId: `${world}${index}`,
    },
  };
}

/** Delivers events one after another; what stands together and is of one kind goes in one call. */
async function deliver(world: string, events: readonly Numbered[]): Promise<void> {
  const { db } = database;
  for (const code of skus)
    await ingestRecords(db, {
      connectionId,
      kind: "skus",
      trigger: "api",
      records: [{ code: world + code, unitCost: "1.5" }],
    });
  let waiting: { kind: Kind; records: unknown[] } | null = null;
  const flush = async () => {
    if (!waiting) return;
    const answer = await ingestRecords(db, { connectionId, trigger: "api", ...waiting });
    expect(answer.rejected).toEqual([]);
    expect(answer.read).toBe(answer.accepted + answer.unchanged);
    waiting = null;
  };
  for (const numbered of events) {
    const delivery = toRecord(world, numbered);
    if (!delivery || (waiting && (waiting as { kind: Kind }).kind !== delivery.kind)) await flush();
    if (!delivery) await transfer(world, numbered);
    else if (waiting) (waiting as { records: unknown[] }).records.push(delivery.record);
    else waiting = { kind: delivery.kind, records: [delivery.record] };
  }
  await flush();
}

/** A transfer happens now, after every reading: shipped, then received, perhaps short. */
async function transfer(world: string, { event, index }: Numbered): Promise<void> {
  if (event.type !== "transfer") return;
  const { db } = database;
  const [ids] = await db<{ sku: number; from: number; to: number }[]>`
    select (select id from sku where code = ${world + event.sku}) as sku, (select id from location where code = 'W1') as "from",
      (select id from location where code = 'W2') as "to"`;
  if (!ids) return;
  const at = new Date(moment(600, index));
  const arrived = Math.max(0, event.units - event.short);
  await postMoves(db, [
    {
      occurredAt: at,
      skuId: ids.sku,
      fromPlaceId: stockPlace(ids.from),
      toPlaceId: transitPlace(ids.to),
      quantity: event.units,
      reason: "transfer_out",
    },
    ...(arrived > 0
      ? [
          {
            occurredAt: at,
            skuId: ids.sku,
            fromPlaceId: transitPlace(ids.to),
            toPlaceId: stockPlace(ids.to),
            quantity: arrived,
            reason: "transfer_in" as const,
          },
        ]
      : []),
  ]);
}

async function worldState(world: string): Promise<unknown> {
  const state = await stateOf(database.db);
  const own = Object.entries(state).map(([name, rows]) => [
    name,
    rows.filter((row) => JSON.stringify(row).includes(`"${world}`)),
  ]);
  return JSON.parse(JSON.stringify(own).replaceAll(world, ""));
}

test("whatever arrives, repeated and in any order, the ledger's laws hold and the end is the same", async () => {
  let worlds = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 14 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      async (events, repeats, random) => {
        const numbered = events.map((event, index) => ({ event, index }));
        const again = repeats
          .flatMap((place) => numbered[place % numbered.length] ?? [])
          .filter(({ event }) => event.type !== "transfer");
        const shuffled = [...numbered, ...again]
          .map((item) => ({ item, rank: random.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ item }) => item);
        worlds++;
        await deliver(`x${worlds}-`, numbered);
        await deliver(`y${worlds}-`, shuffled);
        expect(await worldState(`y${worlds}-`)).toEqual(await worldState(`x${worlds}-`));
        const broken = (await verifyDatabase(database.db)).filter(({ differences }) => differences > 0);
        expect(broken).toEqual([]);
      },
    ),
    { numRuns: Number(process.env.PLIMSOLL_TEST_RUNS ?? 25) },
  );
}, 300_000);

test("a sale is open again when its credit turns to another SKU", async () => {
  const sale: Event = {
    type: "order",
    number: "1",
    at: 0,
    state: "open",
    lines: [{ sku: "P", shelf: "W1", units: 1, price: "2.5", cancelled: 0, shipped: null }],
  };
  const credit = (sku: "P" | "Q"): Event => ({
    ...sale,
    number: "C1",
    lines: sale.lines.map((line) => ({ ...line, sku })),
  });
  const first = { event: sale, index: 0 };
  const taken = { event: credit("P"), index: 1 };
  const turned = { event: credit("Q"), index: 2 };
  await deliver("turned-", [first, taken]);
  await deliver("turned-", [turned]);
  await deliver("late-", [turned, taken, first]);
  const state = await worldState("turned-");
  expect(await worldState("late-")).toEqual(state);
  const [line] = await database.db`
    select l.open, l.cancelled_quantity from order_line l join sku k on k.id = l.sku_id
    where k.code = 'turned-P' and l.kind = 'sale'`;
  expect(line).toEqual({ open: true, cancelled_quantity: 0 });
});

test("four hundred changes at once end at four hundred", async () => {
  const { db } = database;
  await ingestRecords(db, { connectionId, kind: "skus", trigger: "api", records: [{ code: "HOT" }] });
  await Promise.all(
    Array.from({ length: 400 }, () =>
      ingestRecords(db, {
        connectionId,
        kind: "stock",
        trigger: "api",
        records: [{ sku: "HOT", location: "W1", delta: 1 }],
      }),
    ),
  );
  const [row] =
    await db`select on_hand from stock_level l join sku k on k.id = l.sku_id where k.code = 'HOT'`;
  expect(row?.on_hand).toBe(400);
});
