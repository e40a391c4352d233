import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { parseBackup } from "./parse-backup";
import { readBackup } from "./read-backup";
import { backupTables, sequenceValues } from "./tables";
import { writeBackup } from "./write-backup";

let source: TestDatabase;
let folder: string;
let file: string;
const silent = () => {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-backup-"));
  file = join(folder, "all.gz");
  source = await createTestDatabase();
  await fill(source);
  await writeBackup(source.ownerUrl, file, silent);
});
afterAll(async () => {
  await source.drop();
  rmSync(folder, { recursive: true });
});

/** Text with everything COPY has to escape, moves of a month far back, an audit chain, a job that waits. */
async function fill({ owner }: TestDatabase): Promise<void> {
  await owner`
    insert into sku (code, title, currency)
    select 'S' || n, E'tab\\t, newline\\n, \\\\. and 統一碼 ' || n, 'USD' from generate_series(1, 500) n`;
  await owner`
    insert into location (code, name, kind, country, region, time_zone)
    values ('L1', 'One', 'warehouse', 'TW', 'asia', 'Asia/Taipei')`;
  await owner`select ensure_month_partitions('2011-01-01', '2011-01-31')`;
  await owner`
    insert into stock_move (sku_id, from_place_id, to_place_id, quantity, occurred_at, reason)
    select s.id, 1, p.id, 7, '2011-01-15T10:00:00Z', 'receipt' from sku s, place p where p.kind = 'stock' limit 100`;
  await owner`insert into audit_event (actor_kind, actor_id, actor_name, role, verb, entity, entity_id)
    select 'system', 't', 'Test', 'admin', 'test.made', 'sku', n::text from generate_series(1, 5) n`;
  await owner`select graphile_worker.add_job('test', '{"n": 1}')`;
}

/** A digest of every table's rows, and where the sequences stand. */
async function contents({ ownerUrl }: TestDatabase): Promise<Record<string, string>> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  const found: Record<string, string> = { sequences: JSON.stringify(await sequenceValues(client)) };
  for (const { table, columns } of await backupTables(client)) {
    const { rows } = await client.query<{ digest: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' order by x::text collate "C")), '') as digest
       from (select ${columns.join(", ")} from ${table}) x`,
    );
    found[table] = rows[0]?.digest ?? "";
  }
  await client.end();
  return found;
}

test("a restored database holds the same rows in every table, and its sequences go on", async () => {
  const target = await createTestDatabase();
  try {
    await readBackup(target.ownerUrl, file, silent);
    expect(await contents(target)).toEqual(await contents(source));
    const [sku] = await target.db<
      { id: number }[]
    >`insert into sku (code, title, currency) values ('new', 'New', 'USD') returning id`;
    expect(sku?.id).toBeGreaterThan(500);
  } finally {
    await target.drop();
  }
});

test("a database with rows is refused and stays as it is", async () => {
  const before = await contents(source);
  await expect(readBackup(source.ownerUrl, file, silent)).rejects.toThrow(/empty database only/);
  expect(await contents(source)).toEqual(before);
});

test("a cut, changed or foreign file restores nothing and says why", async () => {
  const target = await createTestDatabase();
  try {
    const before = await contents(target);
    const whole = readFileSync(file);
    const text = gunzipSync(whole);
    const changed = Buffer.from(text);
    const at = changed.indexOf("newline");
    changed.write("nowhere", at);
    const cases: [Buffer, RegExp][] = [
      [whole.subarray(0, whole.length - 500), /damaged \(it cannot be unpacked/],
      [gzipSync(text.subarray(0, text.lastIndexOf('{"end"'))), /damaged \(its end is missing/],
      [gzipSync(changed), /damaged \(its checksum does not fit/],
      [gzipSync("hello\n"), /no backup of Plimsoll/],
    ];
    for (const [content, reason] of cases) {
      const wrong = join(folder, "wrong.gz");
      writeFileSync(wrong, content);
      await expect(readBackup(target.ownerUrl, wrong, silent)).rejects.toThrow(reason);
      expect(await contents(target)).toEqual(before);
    }
  } finally {
    await target.drop();
  }
});

test("a backup reads the same however its bytes are cut", async () => {
  const text = gunzipSync(readFileSync(file));
  async function* cut(size: number) {
    for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size);
  }
  for (const size of [7, 64, 4096]) {
    let rows = 0;
    const footer = await parseBackup(cut(size), {
      header: async () => {},
      tableStart: async () => {},
      rows: async (piece) => {
        rows += piece.toString("latin1").split("\n").length - 1;
      },
      tableEnd: async () => {},
    });
    expect(rows).toBe(footer.rows);
  }
});
