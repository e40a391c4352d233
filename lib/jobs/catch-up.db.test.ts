import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { log } from "@/lib/core/log";
import { makeSmallWorld, move, type SmallWorld } from "@/lib/metrics/testing/small-world";
import { catchUp } from "./catch-up";
import { handler as refreshKpis } from "./kpis-refresh.handler";

let database: TestDatabase;
let world: SmallWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

const signal = new AbortController().signal;
const receive = (units: number) =>
  move(database.db, world.skuId, world.a, units, new Date(Date.now() - 60_000));

/** Something to wait for until it is opened. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test("the KPIs hold a change whose figures nobody had worked out yet", async () => {
  const { db } = database;
  await receive(9);
  await refreshKpis({ days: 3 }, { db, log, signal });
  const [kpi] = await db`
    select value from kpi_daily where metric = 'stock_value_minor' and scope = 'all' order by day desc limit 1`;
  expect(kpi).toEqual({ value: 9 * 500 });
});

test("catching up waits for the batch that another process is at, and leaves nothing marked", async () => {
  const { db } = database;
  await receive(4);
  const held = gate();
  const finished = gate();
  const other = db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('figures.refresh'))`;
    held.open();
    await finished.opened;
  });
  await held.opened;
  const caughtUp = catchUp(db, signal);
  await expect
    .poll(
      () => db`
        select 1 from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
      { timeout: 20_000 },
    )
    .toHaveLength(1);
  expect(await db`select 1 from sku_to_refresh`).toHaveLength(1);
  finished.open();
  await other;
  expect(await caughtUp).toBe(1);
  expect(await db`select available from stock_status where location_id = ${world.a}`).toEqual([
    { available: 13 },
  ]);
  expect(await db`select 1 from sku_to_refresh`).toHaveLength(0);
});
