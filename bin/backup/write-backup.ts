import { once } from "node:events";
import { createWriteStream, renameSync, rmSync } from "node:fs";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { Client } from "pg";
import { copyOut } from "./copy";
import { type BackupFooter, countLines, endOfRows, runningHash, type TableFooter } from "./format";
import { backupHeader, backupTables, sequenceValues } from "./tables";

/**
 * Writes the whole database into one file, as it is at one moment, while others go on working. The file appears under
 * its name when it is complete and on the disk. Returns what it holds.
 */
export async function writeBackup(
  ownerUrl: string,
  file: string,
  report: (line: string) => void,
): Promise<{ tables: number; rows: number }> {
  const half = `${file}.${process.pid}.half`;
  const client = new Client({ connectionString: ownerUrl, application_name: "plimsoll-backup" });
  const out = openPacked(half);
  try {
    await client.connect();
    await client.query("begin isolation level repeatable read read only");
    const totals = await writeTables(client, out.put, report);
    await client.query("commit");
    await out.close(`${JSON.stringify(totals.footer)}\n`);
    renameSync(half, file);
    return { tables: totals.footer.tables, rows: totals.footer.rows };
  } catch (error) {
    out.discard();
    rmSync(half, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function writeTables(
  client: Client,
  write: (piece: Buffer | string) => Promise<void>,
  report: (line: string) => void,
) {
  const hash = runningHash();
  const put = (piece: Buffer | string) => {
    hash.add(piece);
    return write(piece);
  };
  await put(`${JSON.stringify(await backupHeader(client))}\n`);
  const tables = await backupTables(client);
  let total = 0;
  for (const { table, columns } of tables) {
    await put(`${JSON.stringify({ table, columns })}\n`);
    let rows = 0;
    await copyOut(client, `copy (select ${columns.join(", ")} from ${table}) to stdout`, (piece) => {
      rows += countLines(piece);
      return put(piece);
    });
    await put(endOfRows);
    await put(`${JSON.stringify({ rows } satisfies TableFooter)}\n`);
    if (rows > 0) report(`${table}: ${rows.toLocaleString("en")} rows`);
    total += rows;
  }
  const sequences = await sequenceValues(client);
  const footer: BackupFooter = {
    end: true,
    tables: tables.length,
    rows: total,
    sequences,
    sha256: hash.hex(),
  };
  return { footer };
}

/** A gzip file that takes pieces at the pace of the disk, and reports the disk's errors to whoever writes. */
function openPacked(path: string) {
  const gzip = createGzip({ level: 6 });
  const out = createWriteStream(path, { mode: 0o600, flush: true });
  const written = Promise.all([finished(gzip), finished(out)]);
  written.catch(() => {});
  out.once("error", (error) => gzip.destroy(error));
  gzip.pipe(out);
  return {
    put: async (piece: Buffer | string) => {
      if (gzip.destroyed) await written;
      if (!gzip.write(piece)) await Promise.race([once(gzip, "drain"), written]);
    },
    close: async (last: string) => {
      gzip.end(last);
      await written;
    },
    discard: () => {
      gzip.destroy();
      out.destroy();
    },
  };
}
