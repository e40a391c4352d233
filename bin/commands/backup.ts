import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { writeBackup } from "../backup/write-backup";
import { openDatabase } from "../database";
import { dataDir } from "../paths";

const usage = `Usage: npx plimsoll backup <file> [--force]

Writes the whole database, as it is at one moment, into one file; Plimsoll may go on running. An existing file is
replaced only with --force. Keep ${"`secret`"} of the data folder with it: what connections keep secret can be read only with it.`;

/** Writes a backup. Status 0 when it is complete, 2 when there is none. */
export async function run(args: string[]): Promise<number> {
  const [file] = args.filter((arg) => !arg.startsWith("--"));
  if (args.includes("--help") || file === undefined) {
    console.log(usage);
    return file === undefined && !args.includes("--help") ? 2 : 0;
  }
  if (existsSync(file) && !args.includes("--force")) {
    console.error(`${resolve(file)} exists already: name another file, or say --force to replace it.`);
    return 2;
  }
  const database = await openDatabase();
  try {
    const { tables, rows } = await writeBackup(database.ownerUrl, resolve(file), (line) =>
      console.error(line),
    );
    console.log(
      `${resolve(file)}: ${tables} tables, ${rows.toLocaleString("en")} rows. Keep ${resolve(dataDir(), "secret")} with it.`,
    );
    return 0;
  } finally {
    await database.close();
  }
}
