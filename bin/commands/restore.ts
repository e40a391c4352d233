import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { lockHolder } from "@/db/server/file-lock";
import { readBackup } from "../backup/read-backup";
import { openDatabase } from "../database";
import { dataDir } from "../paths";

const usage = `Usage: npx plimsoll restore <file>

Fills an empty database from a backup, whole or not at all. Plimsoll must not be running on it. Copy the old data folder's
${"`secret`"} into the new one, or what connections keep secret must be entered again.`;

/** Restores a backup. Status 0 when all of it is there, 2 when nothing is. */
export async function run(args: string[]): Promise<number> {
  const [file] = args.filter((arg) => !arg.startsWith("--"));
  if (args.includes("--help") || file === undefined) {
    console.log(usage);
    return file === undefined && !args.includes("--help") ? 2 : 0;
  }
  if (!existsSync(file)) {
    console.error(`There is no file ${resolve(file)}: check the name.`);
    return 2;
  }
  const holder = ["web", "worker"]
    .map((name) => lockHolder(join(dataDir(), `running-${name}.lock`)))
    .find((one) => one !== null);
  if (holder) {
    console.error(
      `Plimsoll is running from ${dataDir()} (process ${holder.pid}): stop it first (Ctrl-C in its terminal, or kill ${holder.pid}).`,
    );
    return 2;
  }
  const database = await openDatabase();
  try {
    const { tables, rows, madeAt } = await readBackup(database.ownerUrl, resolve(file), (line) =>
      console.error(line),
    );
    await database.owner`analyze`;
    console.log(
      `Restored ${tables} tables, ${rows.toLocaleString("en")} rows, as they were on ${madeAt}. Prove it with: npx plimsoll verify`,
    );
    return 0;
  } finally {
    await database.close();
  }
}
