import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  countImportRuns,
  findImportRun,
  importSources,
  listImportRuns,
  listMappings,
  listRejectGroups,
} from "@/db/queries/imports";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { runImport } from "@/lib/ingest/run-import";
import { seedCatalogue } from "@/lib/ingest/testing/import-text";
import { handler } from "@/lib/jobs/import-run.handler";
import { type Actor, ROLES, type Role } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { cancelRun } from "./cancel-run";
import { deleteMapping } from "./delete-mapping";
import { downloadRejects } from "./download-rejects";
import { lookAtFile } from "./look-at-file";
import { previewFile } from "./preview-file";
import { runImportAgain } from "./run-again";
import { saveMapping } from "./save-mapping";
import { startImport } from "./start-import";
import { storeUpload } from "./store-upload";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedCatalogue(database.db);
});
afterAll(() => database.drop());

const actor = (role: Role): Actor => ({ kind: "user", id: role, name: role, role });
const operator = actor("operator");
const silent = pino({ level: "silent" });

async function* content(text: string) {
  yield Buffer.from(text);
}
const upload = (text: string, name = "stock.csv") =>
  storeUpload(database.db, operator, { name, content: content(text), maxBytes: 1_000 });
const work = (runId: number) =>
  handler({ runId }, { db: database.db, log: silent, signal: new AbortController().signal });

const stockFile =
  "Warehouse;SKU Code;On hand;Counted at\r\nW1;A;12;03.04.2026\r\nW1;NOPE;3;14.04.2026\r\nW2;=B;4;14.04.2026\r\n";
const mapping = {
  kind: "stock" as const,
  columns: { sku: "SKU Code", location: "Warehouse", onHand: "On hand", asOf: "Counted at" },
  dateFormats: ["dd.MM.yyyy"],
};

test("a preview shows the file, guesses its columns and says what does not fit", async () => {
  const { fileId } = await upload(stockFile);
  const preview = await previewFile(database.db, operator, { fileId, kind: "stock" });
  expect(preview).toMatchObject({
    name: "stock.csv",
    encoding: "utf-8",
    delimiter: ";",
    newline: "CRLF",
    header: ["Warehouse", "SKU Code", "On hand", "Counted at"],
    mappingError: null,
  });
  expect(Object.fromEntries(preview.guesses.map(({ field, column }) => [field, column]))).toEqual(
    mapping.columns,
  );
  expect(preview.formats.dateFormats).toEqual(["dd.MM.yyyy"]);
  expect(preview.records.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
    ["ambiguous_date"],
    [],
    ["formula"],
  ]);
  const chosen = await previewFile(database.db, operator, { fileId, kind: "stock", mapping });
  expect(chosen.records[0]).toMatchObject({
    record: { sku: "A", location: "W1", onHand: 12, asOf: "2026-04-03T00:00:00.000Z" },
    problems: [],
  });
  const incomplete = await previewFile(database.db, operator, {
    fileId,
    kind: "stock",
    mapping: { kind: "stock", columns: { sku: "SKU Code" } },
  });
  expect(incomplete.mappingError?.fieldErrors).toEqual({ "columns.location": "is needed" });
});

test("an import is checked, carried out, repaired and run again, with its account and its audit", async () => {
  const { db } = database;
  const { fileId, known } = await upload(stockFile);
  expect(known).toBe(true);
  const { runId: checkId } = await startImport(db, operator, {
    fileId,
    source: "erp",
    mapping,
    dryRun: true,
  });
  await work(checkId);
  expect(await findImportRun(db, checkId)).toMatchObject({
    state: "done",
    dryRun: true,
    read: 3,
    accepted: 1,
    unchanged: 0,
    rejected: 2,
  });
  expect((await db`select 1 from stock_reading`).length).toBe(0);
  const { runId } = await runImportAgain(db, operator, checkId);
  await work(runId);
  expect(await findImportRun(db, runId)).toMatchObject({
    state: "done",
    dryRun: false,
    read: 3,
    accepted: 1,
    unchanged: 0,
    rejected: 2,
    fileName: "stock.csv",
    sourceKey: "erp",
  });
  expect(
    (await listRejectGroups(db, runId)).map(({ code, count, firstLine }) => [code, count, firstLine]),
  ).toEqual([
    ["formula", 1, 4],
    ["unknown_sku", 1, 3],
  ]);
  const { name, content: rejects } = await downloadRejects(db, actor("manager"), runId);
  let text = "";
  for await (const piece of rejects) text += piece;
  expect(name).toBe("stock.csv.rejects.csv");
  expect(text.split("\r\n")[2]).toContain("'=B");
  await db`insert into sku (code, title, currency) values ('NOPE', 'Now there', 'GBP')`;
  const again = await runImportAgain(db, operator, runId);
  await work(again.runId);
  expect(await findImportRun(db, again.runId)).toMatchObject({
    read: 3,
    accepted: 1,
    unchanged: 1,
    rejected: 1,
  });
  expect((await listImportRuns(db, { limit: 10 })).map(({ id }) => id)).toContain(again.runId);
  const matching = { state: ["done"], kind: ["stock"], source: ["erp"], q: "STOCK." };
  expect((await listImportRuns(db, { limit: 10, filter: matching })).map(({ id }) => id)).toEqual([
    again.runId,
    runId,
  ]);
  expect(await countImportRuns(db, matching)).toBe(2);
  for (const other of [{ state: ["failed"] }, { kind: ["orders"] }, { source: ["shop"] }, { q: "%" }])
    expect(await countImportRuns(db, other)).toBe(0);
  expect(await countImportRuns(db, { since: new Date(Date.now() + 3_600_000) })).toBe(0);
  expect((await importSources(db)).map(({ key }) => key)).toContain("erp");
  const audited = await db`select verb from audit_event where entity = 'import' order by id`;
  expect(audited.map(({ verb }) => verb)).toEqual(["import.start", "import.start"]);
});

test("a cancelled import is not carried out, and one that is over cannot be cancelled", async () => {
  const { db } = database;
  const { fileId } = await upload(stockFile);
  const { runId } = await startImport(db, operator, { fileId, source: "erp", mapping });
  await cancelRun(db, operator, runId);
  await work(runId);
  expect((await findImportRun(db, runId))?.state).toBe("cancelled");
  await expect(cancelRun(db, operator, runId)).rejects.toThrow(/cancelled already/);
});

test("a file that cannot be read says so on its run", async () => {
  const { db } = database;
  const { fileId } = await upload('sku,location,onHand\nA,W1,"5\n', "broken.csv");
  const { runId } = await startImport(db, operator, {
    fileId,
    source: "erp",
    mapping: { kind: "stock", columns: { sku: "sku", location: "location", onHand: "onHand" } },
  });
  await work(runId);
  expect(await findImportRun(db, runId)).toMatchObject({
    state: "failed",
    error: expect.stringMatching(/opened on line 2 and never closed/),
  });
});

test("uploads are bounded and empty ones refused", async () => {
  await expect(upload("x".repeat(1_001))).rejects.toThrow(/larger than/);
  await expect(upload("")).rejects.toThrow(/empty/);
  const [left] = await database.db`select count(*)::int as files from inbox_file where not complete`;
  expect(left?.files).toBe(0);
});

test("mappings are saved by name, replaced, and deleted", async () => {
  const { db } = database;
  const { id } = await saveMapping(db, operator, { name: "ERP stock", mapping });
  expect(
    (await saveMapping(db, operator, { name: "ERP stock", mapping: { ...mapping, timeZone: "Asia/Taipei" } }))
      .id,
  ).toBe(id);
  expect((await listMappings(db, "stock")).map(({ name }) => name)).toEqual(["ERP stock"]);
  await expect(
    saveMapping(db, operator, { name: "x", mapping: { kind: "stock", columns: { nope: "A" } } }),
  ).rejects.toThrow(/names nope/);
  await deleteMapping(db, operator, id);
  expect(await listMappings(db, null)).toEqual([]);
});

test("each service asks for its right, of every role", async () => {
  const { db } = database;
  const { fileId } = await upload(stockFile);
  const { runId } = await startImport(db, operator, { fileId, source: "erp", mapping });
  const brings: Record<string, (by: Actor) => Promise<unknown>> = {
    storeUpload: (by) => storeUpload(db, by, { name: "x.csv", content: content("a,b\n"), maxBytes: 10 }),
    previewFile: (by) => previewFile(db, by, { fileId, kind: "stock" }),
    lookAtFile: (by) => lookAtFile(db, by, fileId),
    startImport: (by) => startImport(db, by, { fileId, source: "erp", mapping }),
    runImportAgain: (by) => runImportAgain(db, by, runId),
    cancelRun: async (by) =>
      cancelRun(db, by, (await startImport(db, operator, { fileId, source: "erp", mapping })).runId),
    saveMapping: (by) => saveMapping(db, by, { name: by.role, mapping }),
    deleteMapping: async (by) =>
      deleteMapping(db, by, (await saveMapping(db, operator, { name: "d", mapping })).id),
  };
  for (const role of ROLES) {
    const by = actor(role);
    await expect(downloadRejects(db, by, runId)).resolves.toMatchObject({ name: "stock.csv.rejects.csv" });
    for (const [name, attempt] of Object.entries(brings)) {
      const refused = await attempt(by).then(
        () => null,
        (error: Error) => error.message,
      );
      if (may(role, "import.run")) expect([role, name, refused]).toEqual([role, name, null]);
      else
        expect([role, name, refused]).toEqual([role, name, expect.stringContaining(`role ${role} may not`)]);
    }
    const written = await db`select 1 from audit_event where role = ${role} limit 1`;
    expect([role, written.length]).toEqual([role, may(role, "import.run") ? 1 : 0]);
  }
});

const levels = (rows: number) =>
  `sku,location,onHand,asOf\n${Array.from({ length: rows }, (_, place) => `L${place},W1,${place},2026-05-01\n`).join("")}`;
const levelMapping = {
  kind: "stock" as const,
  columns: { sku: "sku", location: "location", onHand: "onHand", asOf: "asOf" },
  options: { createMissing: ["skus" as const] },
};
const bigUpload = (text: string, name: string) =>
  storeUpload(database.db, operator, { name, content: content(text), maxBytes: 10_000_000 });
const jobs = async (key: string) => {
  const rows = await database.owner`select 1 from graphile_worker.jobs where key = ${key}`;
  return rows.length;
};

test("a run that is told to end is taken up again from the start, and its end asks for new figures", async () => {
  const { db } = database;
  const rows = 12_000;
  const { fileId } = await bigUpload(levels(rows), "levels.csv");
  const { runId } = await startImport(db, operator, { fileId, source: "wms", mapping: levelMapping });
  const ending = new AbortController();
  const seen: number[] = [];
  const onProgress = ({ read }: { read: number }) => {
    seen.push(read);
    ending.abort();
  };
  await expect(runImport(db, runId, { signal: ending.signal, onProgress })).rejects.toThrow();
  const half = await findImportRun(db, runId);
  expect(half).toMatchObject({ state: "running", read: seen[0] });
  expect(half?.readBytes).toBeGreaterThan(0);
  expect(half?.read).toBeLessThan(rows);
  await database.owner`delete from graphile_worker._private_jobs`;
  await work(runId);
  const whole = await findImportRun(db, runId);
  expect(whole).toMatchObject({ state: "done", read: rows, rejected: 0, readBytes: whole?.totalBytes });
  expect(whole?.unchanged).toBeGreaterThanOrEqual(half?.accepted ?? 0);
  expect((whole?.accepted ?? 0) + (whole?.unchanged ?? 0)).toBe(rows);
  expect([await jobs("figures.refresh"), await jobs("kpis.refresh.history")]).toEqual([1, 1]);
});

test("a run that broke off stays failed whatever the queue tries; run again it is a run of its own", async () => {
  const { db } = database;
  const { fileId } = await bigUpload(levels(30), "few.csv");
  const { runId } = await startImport(db, operator, { fileId, source: "broken", mapping: levelMapping });
  await database.owner.unsafe(`
    create function break_off() returns trigger language plpgsql as $$ begin raise exception 'no space left'; end $$;
    create trigger a_break before insert on stock_reading for each row execute function break_off()`);
  await expect(work(runId)).rejects.toThrow(/no space left/);
  await database.owner`drop trigger a_break on stock_reading`;
  const failed = { state: "failed", read: 0, accepted: 0, error: expect.stringContaining("broke off") };
  expect(await findImportRun(db, runId)).toMatchObject(failed);
  await work(runId);
  expect(await findImportRun(db, runId)).toMatchObject(failed);
  const again = await runImportAgain(db, operator, runId);
  await work(again.runId);
  expect(await findImportRun(db, again.runId)).toMatchObject({ state: "done", read: 30, rejected: 0 });
  expect(await findImportRun(db, runId)).toMatchObject(failed);
});

test("a newer run of a file takes over from one that was killed, a check of it does not", async () => {
  const { db } = database;
  const { fileId } = await bigUpload(levels(3), "three.csv");
  const start = (dryRun: boolean) =>
    startImport(db, operator, { fileId, source: "taken", mapping: levelMapping, dryRun });
  const killed = await start(false);
  await db`update sync_run set state = 'running' where id = ${killed.runId}`;
  await work((await start(true)).runId);
  expect(await findImportRun(db, killed.runId)).toMatchObject({ state: "running" });
  const next = await start(false);
  await work(next.runId);
  expect(await findImportRun(db, next.runId)).toMatchObject({ state: "done", read: 3 });
  const over = { state: "failed", error: expect.stringContaining(`imported again as import ${next.runId}`) };
  expect(await findImportRun(db, killed.runId)).toMatchObject(over);
  await work(killed.runId);
  expect(await findImportRun(db, killed.runId)).toMatchObject(over);
});

test("a check of a new source keeps its name and makes no source; the import itself makes it", async () => {
  const { db } = database;
  const text = "sku,location,onHand,asOf\nF,W2,4,2026-05-01\nG,W2,5,2026-05-01\nH,W2,,2026-05-01\n";
  const { fileId } = await bigUpload(text, "new.csv");
  const sources = async () => (await db`select 1 from connection where key = 'brand-new'`).length;
  const check = await startImport(db, operator, {
    fileId,
    source: "brand-new",
    mapping: levelMapping,
    dryRun: true,
  });
  await database.owner`delete from graphile_worker._private_jobs`;
  await work(check.runId);
  expect(await findImportRun(db, check.runId)).toMatchObject({
    sourceKey: "brand-new",
    state: "done",
    accepted: 2,
    rejected: 1,
  });
  expect([await sources(), await jobs("kpis.refresh.history")]).toEqual([0, 0]);
  const { runId } = await runImportAgain(db, operator, check.runId);
  await work(runId);
  expect(await findImportRun(db, runId)).toMatchObject({
    sourceKey: "brand-new",
    state: "done",
    accepted: 2,
  });
  expect(await sources()).toBe(1);
});
