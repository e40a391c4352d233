import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { Client } from "pg";
import { Conflict, Invalid } from "@/lib/core/errors";
import { type CopyIn, copyIn } from "./copy";
import { type BackupHeader, countLines } from "./format";
import { parseBackup } from "./parse-backup";
import { backupHeader, backupTables } from "./tables";

const mustBeEmpty = ["sku", "sales_order", "inbox_record", "audit_event", "app_user"];

/**
 * Fills an empty, migrated database from a backup, whole or not at all. Triggers stay silent: what they would work out
 * is in the backup. Throws Conflict when something is in the database, Invalid when the file does not fit or is damaged.
 */
export async function readBackup(
  ownerUrl: string,
  file: string,
  report: (line: string) => void,
): Promise<{ tables: number; rows: number; madeAt: string }> {
  const client = new Client({ connectionString: ownerUrl, application_name: "plimsoll-restore" });
  const gunzip = createGunzip();
  const source = createReadStream(file);
  source.once("error", (error) => gunzip.destroy(error));
  try {
    await client.connect();
    await client.query("begin");
    await refuseFilled(client);
    await client.query("set local session_replication_role = replica");
    const restored = await restoreFrom(client, source.pipe(gunzip), report);
    await client.query("commit");
    return restored;
  } finally {
    source.destroy();
    gunzip.destroy();
    // Closing the connection takes back whatever was not committed.
    await client.end();
  }
}

async function restoreFrom(client: Client, pieces: AsyncIterable<Buffer>, report: (line: string) => void) {
  let known = new Map<string, string[]>();
  let madeAt = "";
  let table = "";
  let rows = 0;
  let sink: CopyIn | null = null;
  try {
    const footer = await parseBackup(pieces, {
      header: async (header) => {
        madeAt = header.madeAt;
        await requireSameTables(client, header);
        await client.query("select ensure_month_partitions(month, month) from unnest($1::date[]) as month", [
          header.months,
        ]);
        known = new Map((await backupTables(client)).map((one) => [one.table, one.columns]));
        await client.query(`truncate ${[...known.keys()].join(", ")}`);
      },
      tableStart: async (start) => {
        table = start.table;
        rows = 0;
        const columns = known.get(table);
        if (!columns || start.columns.some((column) => !columns.includes(column))) throw otherTables(table);
        sink = await copyIn(client, `copy ${table} (${start.columns.join(", ")}) from stdin`);
      },
      rows: async (piece) => {
        rows += countLines(piece);
        await sink?.write(piece);
      },
      tableEnd: async (end) => {
        await sink?.end();
        sink = null;
        if (end.rows !== rows) throw wrongCount(table, rows, end.rows);
        if (rows > 0) report(`${table}: ${rows.toLocaleString("en")} rows`);
      },
    });
    for (const { name, value } of footer.sequences)
      await client.query("select setval($1::regclass, $2)", [name, value]);
    return { tables: footer.tables, rows: footer.rows, madeAt };
  } catch (error) {
    const open = sink as CopyIn | null;
    await open?.abort();
    throw error;
  }
}

const otherTables = (table: string) =>
  new Invalid(
    `The backup holds ${table}, which this database does not have in that form: restore it with the version of Plimsoll that made it.`,
    { say: null },
  );

const wrongCount = (table: string, found: number, expected: number) =>
  new Invalid(
    `The backup is damaged (${table} holds ${found} rows instead of ${expected}): nothing was restored. Take another backup.`,
    { say: null },
  );

async function refuseFilled(client: Client): Promise<void> {
  for (const name of mustBeEmpty) {
    const { rowCount } = await client.query(`select 1 from ${name} limit 1`);
    if (!rowCount) continue;
    throw new Conflict(
      `A backup goes into an empty database only, and this one has rows in ${name}: set PLIMSOLL_DATA_DIR to a new folder (or DATABASE_URL to an empty database), restore there, and start with the same setting.`,
      { say: null },
    );
  }
}

async function requireSameTables(client: Client, header: BackupHeader): Promise<void> {
  const list = (of: BackupHeader) => of.migrations.map(({ name, hash }) => `${name} ${hash}`).join("\n");
  if (list(await backupHeader(client)) === list(header)) return;
  const last = header.migrations.at(-1)?.name ?? "none";
  throw new Invalid(
    `The backup of ${header.madeAt} was made by another version of Plimsoll (its last change of the tables is ${last}): restore it with that version into a new folder, then start this version on that folder, which brings the tables up to date.`,
    { say: null },
  );
}
