import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyDatabase } from "@/db/queries/verify";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { seedCatalogue, stateOf } from "./testing/import-text";

const root = resolve(import.meta.dirname, "../..");
const orders = 30_000;
let folder = "";
let killed: TestDatabase;
let whole: TestDatabase;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-killed-"));
  [killed, whole] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  for (const { db } of [killed, whole]) {
    await seedCatalogue(db);
    await db`insert into connection (key, vendor, name, orders_move_stock) values ('shop-file', 'file', 'Shop', true)`;
  }
  const rows = Array.from({ length: orders }, (_, index) => {
    const number = index % 10 === 9 ? `C${index}` : String(index);
    const quantity = index % 10 === 9 ? -1 : 1 + (index % 4);
    const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
    return ["A", "B"].map((sku) => `${number},${at},shop,k${index % 50},${sku},${quantity},2.5`).join("\n");
  });
  writeFileSync(
    join(folder, "orders.csv"),
    `orderNumber,placedAt,channel,customer,sku,quantity,unitPrice\n${rows.join("\n")}\n`,
  );
  const columns = Object.fromEntries(
    ["orderNumber", "placedAt", "channel", "customer", "sku", "quantity", "unitPrice"].map((name) => [
      name,
      name,
    ]),
  );
  writeFileSync(
    join(folder, "mapping.json"),
    JSON.stringify({ kind: "orders", columns, options: { creditPrefix: "C" } }),
  );
}, 120_000);
afterAll(async () => {
  await Promise.all([killed.drop(), whole.drop()]);
  rmSync(folder, { recursive: true });
});

/** The real command as a process of its own. */
function importOrders(database: TestDatabase): ChildProcess {
  const args = [
    join(root, "bin/plimsoll.mjs"),
    "import",
    "orders",
    join(folder, "orders.csv"),
    "--source",
    "shop-file",
    "--mapping",
    join(folder, "mapping.json"),
  ];
  return spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: database.ownerUrl },
    stdio: "ignore",
  });
}

/** Kills the import once some of it is in and some is not. */
async function killHalfWay(database: TestDatabase): Promise<number> {
  const child = importOrders(database);
  const ended = once(child, "exit");
  for (;;) {
    const [row] = await database.db<{ lines: number }[]>`select count(*)::int as lines from order_line`;
    if ((row?.lines ?? 0) > 0 || child.exitCode !== null) break;
    await sleep(5);
  }
  child.kill("SIGKILL");
  await ended;
  const [row] = await database.db<{ lines: number }[]>`select count(*)::int as lines from order_line`;
  return row?.lines ?? 0;
}

test("an import that is killed half-way and run again ends as if nothing had happened", async () => {
  const lines = await killHalfWay(killed);
  expect(lines).toBeGreaterThan(0);
  expect(lines).toBeLessThan(orders * 2);
  for (const database of [killed, whole]) {
    const child = importOrders(database);
    const [status] = await once(child, "exit");
    expect(status).toBe(0);
  }
  expect(await stateOf(killed.db)).toEqual(await stateOf(whole.db));
  const broken = (await verifyDatabase(killed.db)).filter(({ differences }) => differences > 0);
  expect(broken).toEqual([]);
  const [last] =
    await killed.db`select read_count, accepted_count, unchanged_count from sync_run where kind = 'orders' order by id desc limit 1`;
  expect(last).toEqual({
    read_count: orders * 2,
    accepted_count: orders * 2 - lines,
    unchanged_count: lines,
  });
}, 300_000);
