import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { seedCatalogue } from "@/lib/ingest/testing/import-text";

const root = resolve(import.meta.dirname, "../..");
let database: TestDatabase;
let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-import-"));
  database = await createTestDatabase();
  await seedCatalogue(database.db);
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** The real command; its exit status and what it printed. */
function plimsoll(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, "bin/plimsoll.mjs"), ...args],
      { cwd: folder, env: { ...process.env, DATABASE_URL: database.ownerUrl } },
      (error, out, err) => done({ status: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

test("exit statuses, account and list of rejects", async () => {
  writeFileSync(join(folder, "good.csv"), "sku,warehouse,qty\nA,W1,5\nB,W1,6\n");
  writeFileSync(join(folder, "bad.csv.gz"), gzipSync("sku,warehouse,qty\nA,W2,5\n=1+1,W1,6\n"));
  writeFileSync(join(folder, "torn.csv"), 'sku,warehouse,qty\nA,W1,"5\n');
  await database.owner`delete from graphile_worker._private_jobs`;
  const good = await plimsoll("import", "stock", "good.csv", "--json");
  const asked = await database.owner`select key from graphile_worker.jobs order by key`;
  expect(asked.map(({ key }) => key)).toEqual(["figures.refresh", "kpis.refresh.history"]);
  expect([good.status, JSON.parse(good.out)]).toEqual([
    0,
    expect.objectContaining({ read: 2, accepted: 2, unchanged: 0, rejected: 0, rejectsFile: null }),
  ]);
  const again = await plimsoll("import", "stock", "good.csv");
  expect([again.status, again.out]).toEqual([
    0,
    expect.stringContaining("2 read = 0 accepted + 2 unchanged + 0 rejected"),
  ]);
  const bad = await plimsoll("import", "stock", "bad.csv.gz");
  expect([bad.status, bad.out]).toEqual([
    1,
    expect.stringContaining("2 read = 1 accepted + 0 unchanged + 1 rejected"),
  ]);
  expect(readFileSync(join(folder, "bad.csv.gz.rejects.csv"), "utf8").split("\r\n").slice(0, 2)).toEqual([
    "line,field,code,reason,value,row",
    expect.stringMatching(/^3,sku,formula,.*,'=1\+1,"'=1\+1,W1,6"$/),
  ]);
  const torn = await plimsoll("import", "stock", "torn.csv");
  expect([torn.status, torn.err]).toEqual([2, expect.stringContaining("never closed")]);
}, 120_000);

test("a dry run counts what the run would count, and writes nothing", async () => {
  writeFileSync(join(folder, "levels.csv"), "sku,warehouse,qty\nC,W1,5\nC,W2,x\nNEW,W1,1\n");
  const args = ["import", "stock", "levels.csv", "--source", "dry", "--create-missing", "skus", "--json"];
  const facts = async () => {
    const [row] = await database.db`
      select (select count(*)::int from stock_reading) as readings, (select count(*)::int from sku) as skus,
        (select count(*)::int from connection where key = 'dry') as sources`;
    return row;
  };
  const before = await facts();
  const dry = await plimsoll(...args, "--dry-run");
  const counts = { read: 3, accepted: 2, unchanged: 0, rejected: 1, rejectsFile: "levels.csv.rejects.csv" };
  expect([dry.status, JSON.parse(dry.out)]).toEqual([
    1,
    expect.objectContaining({ ...counts, dryRun: true }),
  ]);
  expect(await facts()).toEqual(before);
  const real = await plimsoll(...args);
  expect([real.status, JSON.parse(real.out)]).toEqual([
    1,
    expect.objectContaining({ ...counts, dryRun: false }),
  ]);
  expect(await facts()).toEqual({ readings: before?.readings + 2, skus: before?.skus + 1, sources: 1 });
  const again = await plimsoll(...args, "--dry-run");
  expect(JSON.parse(again.out)).toMatchObject({ read: 3, accepted: 0, unchanged: 2, rejected: 1 });
}, 120_000);

test("with --json every file has a line, and the worst status of all is the command's", async () => {
  writeFileSync(join(folder, "one.csv"), "sku,warehouse,qty\nA,W1,5\n");
  writeFileSync(join(folder, "two.csv"), 'sku,warehouse,qty\nA,W1,"5\n');
  writeFileSync(join(folder, "three.csv"), "sku,warehouse,qty\nNOWHERE,W1,5\n");
  const { status, out } = await plimsoll("import", "stock", "one.csv", "two.csv", "three.csv", "--json");
  expect(status).toBe(2);
  const lines = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toEqual([
    expect.objectContaining({ file: "one.csv", read: 1, rejected: 0 }),
    { file: "two.csv", error: expect.stringContaining("never closed") },
    expect.objectContaining({ file: "three.csv", read: 1, rejected: 1 }),
  ]);
}, 120_000);

test("what cannot be carried out says why and imports nothing", async () => {
  const wrong = await Promise.all([
    plimsoll("import", "nonsense", "good.csv"),
    plimsoll("import", "stock", "missing.csv"),
    plimsoll("import", "stock", "good.csv", "--nope"),
  ]);
  expect(wrong.map(({ status }) => status)).toEqual([2, 2, 2]);
  expect(wrong.map(({ err }) => err.split("\n")[0])).toEqual([
    expect.stringContaining("The first word says what the file holds"),
    expect.stringContaining("There is no file missing.csv"),
    expect.stringContaining("--nope"),
  ]);
}, 120_000);

test("verify holds, names what is broken and exits with 1", async () => {
  expect((await plimsoll("verify")).status).toBe(0);
  await database.owner`alter table stock_level disable trigger user`;
  await database.owner`update stock_level set on_hand = on_hand + 1 where sku_id = (select id from sku where code = 'A') and location_id = 1`;
  const broken = await plimsoll("verify");
  expect([broken.status, broken.out]).toEqual([1, expect.stringContaining("SKU A at W1: on hand 6")]);
  await database.owner`update stock_level set on_hand = on_hand - 1 where sku_id = (select id from sku where code = 'A') and location_id = 1`;
}, 120_000);

test("export writes every table with its rows and no secrets", async () => {
  const { status } = await plimsoll("export", "--out", "out");
  expect(status).toBe(0);
  const { tables } = JSON.parse(readFileSync(join(folder, "out/manifest.json"), "utf8")) as {
    tables: { table: string; rows: number; columns: string[] }[];
  };
  const [skus] = await database.db<{ rows: number }[]>`select count(*)::int as rows from sku`;
  expect(tables.find(({ table }) => table === "sku")?.rows).toBe(skus?.rows);
  expect(tables.find(({ table }) => table === "connection")?.columns).not.toContain("secret_sealed");
  expect(tables.filter(({ table }) => /user|session|token/.test(table))).toEqual([]);
}, 120_000);
