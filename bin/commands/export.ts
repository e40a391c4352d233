import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../database";
import { exportTables } from "../export/tables";

const usage = `Usage: npx plimsoll export [--out folder]

Writes every table as gzip CSV with a header, and manifest.json with columns, row counts and sha256 of each file.
All tables are of one moment. Sign-in data (password hashes, sessions, tokens, sealed secrets) is left out.`;

/** Writes the whole workspace out as files. */
export async function run(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(usage);
    return 0;
  }
  const { values } = parseArgs({ args, options: { out: { type: "string" } } });
  const stamp = new Date().toISOString().slice(0, 10);
  const folder = resolve(values.out ?? `plimsoll-export-${stamp}`);
  const { owner, close } = await openDatabase();
  try {
    const { tables, rows } = await exportTables(owner, folder, (line) => console.error(line));
    console.log(`${tables} tables with ${rows.toLocaleString("en")} rows: ${folder}`);
    return 0;
  } finally {
    await close();
  }
}
