import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enqueue } from "@/db/enqueue";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { makeSmallWorld, move, type SmallWorld } from "@/lib/metrics/testing/small-world";
import { jobNames, loadHandler, schedule } from "./registry";
import { startWorker } from "./worker";

let database: TestDatabase;
let world: SmallWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 30));
}

test("every job has a handler, and what runs by the clock is a job", async () => {
  for (const name of jobNames) expect(await loadHandler(name), name).toBeTypeOf("function");
  expect(schedule.every(({ job }) => (jobNames as readonly string[]).includes(job))).toBe(true);
});

test("a change reaches the figures, a queued job is carried out, and an end is clean", async () => {
  const { db, url } = database;
  await move(db, world.skuId, world.a, 9, new Date(Date.now() - 3_600_000));
  await enqueue(db, "kpis.refresh", { days: 3 });
  const worker = await startWorker(db, url, pino({ level: "silent" }));
  await until(async () => {
    const [row] = await db<{ n: number }[]>`select count(*)::int as n from stock_status where available = 9`;
    return row?.n === 1;
  });
  await until(async () => {
    const [row] = await db<{ n: number }[]>`select count(*)::int as n from graphile_worker.jobs`;
    return row?.n === 0;
  });
  const [kpi] = await db`select 1 from kpi_daily where metric = 'stock_value_minor' limit 1`;
  expect(kpi).toBeDefined();
  await move(db, world.skuId, world.a, 4, new Date(Date.now() - 60_000));
  await until(async () => {
    const [row] = await db<{ n: number }[]>`select count(*)::int as n from stock_status where available = 13`;
    return row?.n === 1;
  });
  await until(async () => {
    const [beats] = await db<{ n: number }[]>`select count(*)::int as n from worker_heartbeat`;
    return beats?.n === 1;
  });
  await worker.stop();
  await worker.done;
});
