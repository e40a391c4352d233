import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isEmptyWorkspace, loadSampleCompany } from "@/sandbox/company/load";
import { makeSignIns } from "@/sandbox/company/people";
import { openDatabase } from "../database";
import { dataDir } from "../paths";

const usage = `Usage: npx plimsoll sample

Loads the simulated sample company into an empty database: 400 SKUs, 6 locations, 8 channels, 13 months of orders.
It never touches a database that holds something, --force or not.`;

/** Loads the sample company. 0: loaded; 2: refused, because the database is not empty. */
export async function run(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(usage);
    return 0;
  }
  const database = await openDatabase();
  try {
    if (!(await isEmptyWorkspace(database.owner))) {
      const forced = args.includes("--force")
        ? " --force cannot help here, because removing your data is not this command's to do."
        : "";
      console.error(
        `The sample company was not loaded: this database already holds a company or its records, and the two would mix.${forced} Use another database (PLIMSOLL_DATA_DIR for another folder, or DATABASE_URL).`,
      );
      return 2;
    }
    await loadSampleCompany(database.owner, { log: (line) => console.log(line) });
    mkdirSync(dataDir(), { recursive: true });
    const signIns = await makeSignIns(database.db, dataDir());
    console.log(
      `sample company: ${signIns.length} people can sign in, see ${join(dataDir(), "sample-sign-ins.json")}`,
    );
  } finally {
    await database.close();
  }
  const recompute = join(import.meta.dirname, "recompute.ts");
  if (!existsSync(recompute)) return 0;
  const command = (await import(pathToFileURL(recompute).href)) as {
    run: (args: string[]) => Promise<number>;
  };
  return command.run([]);
}
