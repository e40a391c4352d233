import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "@/db/client";
import { migrate } from "@/db/migrate";
import { ServerUnavailable } from "@/db/server/server-error";
import { root } from "../paths";
import { runChild } from "../setup/run-child.mjs";

/** How somebody signs in to the sample company, left by its loader in the data folder. */
export interface SampleSignIn {
  email: string;
  password: string;
  role: string;
}

const loadingMarker = (dataDir: string) => join(dataDir, "sample-loading");
const signInsFile = (dataDir: string) => join(dataDir, "sample-sign-ins.json");

/** Whether this data folder's database holds the sample company. */
export const sampleLoaded = (dataDir: string): boolean =>
  existsSync(signInsFile(dataDir)) && !existsSync(loadingMarker(dataDir));

/** Sign-ins of the sample company, empty when there are none. */
export function sampleSignIns(dataDir: string): SampleSignIn[] {
  return sampleLoaded(dataDir)
    ? (JSON.parse(readFileSync(signInsFile(dataDir), "utf8")) as SampleSignIn[])
    : [];
}

/** Whether there is any person; if not, the pages lead to making the first admin. */
export async function anybodyKnown(ownerUrl: string): Promise<boolean> {
  return !(await tablesEmpty(ownerUrl, ["app_user"]));
}

/** Whether nothing of anybody's is in the database: no product, no order, nothing imported and no person. */
export const databaseEmpty = (ownerUrl: string): Promise<boolean> =>
  tablesEmpty(ownerUrl, ["sku", "sales_order", "inbox_record", "app_user", "invitation"]);

async function tablesEmpty(ownerUrl: string, tables: string[]): Promise<boolean> {
  const owner = connect(ownerUrl, { max: 1, role: "owner", name: "plimsoll-start" });
  try {
    for (const table of tables) {
      const [row] = await owner`select 1 from ${owner(table)} limit 1`;
      if (row) return false;
    }
    return true;
  } finally {
    await owner.end();
  }
}

/** Whether loading the sample company was broken off, so that the database holds a part of it and nothing else. */
export const sampleHalfLoaded = (dataDir: string): boolean => existsSync(loadingMarker(dataDir));

/** Empties a database that holds half of the sample company, and migrates it again. */
export async function clearHalfLoaded(ownerUrl: string, dataDir: string): Promise<void> {
  if (process.env.DATABASE_URL) {
    throw new ServerUnavailable(
      "Loading the sample company into DATABASE_URL was broken off last time: name an empty database instead (drop and create it), and start again.",
    );
  }
  const owner = connect(ownerUrl, { max: 1, role: "owner", name: "plimsoll-start" });
  try {
    const schemas = await owner<{ name: string }[]>`
      select quote_ident(nspname) as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`;
    await owner.unsafe(schemas.map(({ name }) => `drop schema ${name} cascade;`).join(" "));
    await owner.unsafe("create schema public");
  } finally {
    await owner.end();
  }
  await migrate(ownerUrl);
  rmSync(loadingMarker(dataDir));
}

/** Loads the sample company with the command `plimsoll sample`; `report` is told each line that it prints. */
export async function loadSample(
  env: NodeJS.ProcessEnv,
  dataDir: string,
  report: (detail: string) => void,
): Promise<void> {
  writeFileSync(loadingMarker(dataDir), "");
  const args = [join(root, "bin/plimsoll.mjs"), "sample"];
  const { status, output } = await runChild(process.execPath, args, {
    cwd: root,
    env,
    onLine: (line) => report(line.slice(0, 100)),
  });
  if (status !== 0) {
    const said = output.trim().split("\n").slice(-5).join("\n");
    throw new ServerUnavailable(
      `The sample company could not be loaded; start with PLIMSOLL_SAMPLE=0 to go on without it. The loader said:\n${said}`,
    );
  }
  rmSync(loadingMarker(dataDir), { force: true });
}

/** Whether this checkout has a loader for the sample company. */
export const sampleExists = (): boolean => existsSync(join(root, "bin/commands/sample.ts"));
