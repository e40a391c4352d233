import { createHash } from "node:crypto";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Db, Tx } from "@/db/client";

/** Tables whose rows are of no use outside, or are secrets. */
const left = new Set([
  "schema_migration",
  "inbox_file_chunk",
  "api_token",
  "connection_token",
  "api_answer",
  "sku_to_refresh",
  "audit_head",
]);
/** Sign-in tables: passwords, sessions, codes. People's names and roles stay in the audit. */
const signIn = /^(app_user|user_.*|rate_limit|invitation|worker_heartbeat)$/;
const secretColumns = new Set(["connection.secret_sealed", "connection_former_secret.secret_sealed"]);
const rowsAtATime = 2_000;

interface TableFile {
  table: string;
  file: string;
  columns: string[];
  rows: number;
  sha256: string;
}

/** Writes every table of one snapshot as CSV.gz into a folder, with a manifest. Holds no table in memory. */
export async function exportTables(
  db: Db,
  folder: string,
  log: (line: string) => void,
): Promise<{ tables: number; rows: number }> {
  mkdirSync(folder, { recursive: true });
  const files = await db.begin("isolation level repeatable read read only", async (tx) => {
    const tables = await tx<{ table: string; columns: string[] }[]>`
      select c.relname::text as table, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      group by c.relname order by c.relname`;
    const written: TableFile[] = [];
    for (const { table, columns } of tables) {
      if (left.has(table) || signIn.test(table)) continue;
      log(`writing ${table}.csv.gz`);
      written.push(
        await exportTable(
          tx,
          folder,
          table,
          columns.filter((column) => !secretColumns.has(`${table}.${column}`)),
        ),
      );
    }
    return written;
  });
  const manifest = { product: "Plimsoll", writtenAt: new Date().toISOString(), tables: files };
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return { tables: files.length, rows: files.reduce((sum, { rows }) => sum + rows, 0) };
}

async function exportTable(tx: Tx, folder: string, table: string, columns: string[]): Promise<TableFile> {
  const file = `${table}.csv.gz`;
  const hash = createHash("sha256");
  let rows = 0;
  const quoted = columns.map((column) => `"${column}"::text`).join(", ");
  async function* lines() {
    yield `${columns.join(",")}\n`;
    for await (const batch of tx
      .unsafe<Record<string, string | null>[]>(`select ${quoted} from "${table}"`)
      .cursor(rowsAtATime)) {
      rows += batch.length;
      yield batch.map((row) => `${columns.map((column) => cell(row[column] ?? null)).join(",")}\n`).join("");
    }
  }
  const hashed = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  await pipeline(Readable.from(lines()), createGzip(), hashed, createWriteStream(join(folder, file)));
  return { table, file, columns, rows, sha256: hash.digest("hex") };
}

/** As COPY writes CSV: null is empty, an empty text is "". The file is for machines, so nothing in it is changed. */
function cell(value: string | null): string {
  if (value === null) return "";
  return value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
