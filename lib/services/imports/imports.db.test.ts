import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findImportRun, listImportRuns, listMappings, listRejectGroups } from "@/db/queries/imports";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { seedCatalogue } from "@/lib/ingest/testing/import-text";
import { handler } from "@/lib/jobs/import-run.handler";
import type { Actor, Role } from "@/lib/services/_shared/actor";
import { cancelRun } from "./cancel-run";
import { deleteMapping } from "./delete-mapping";
import { downloadRejects } from "./download-rejects";
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

test("a manager reads and brings nothing in", async () => {
  const { db } = database;
  const manager = actor("manager");
  const { fileId } = await upload(stockFile);
  const refused = [
    () => storeUpload(db, manager, { name: "x", content: content("a"), maxBytes: 10 }),
    () => previewFile(db, manager, { fileId, kind: "stock" }),
    () => startImport(db, manager, { fileId, source: "erp", mapping }),
    () => cancelRun(db, manager, 1),
    () => saveMapping(db, manager, { name: "x", mapping }),
    () => deleteMapping(db, manager, 1),
  ];
  for (const attempt of refused) await expect(attempt()).rejects.toThrow(/role manager may not/);
});
