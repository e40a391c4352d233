import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { destroyEmbedded } from "@/db/embedded";
import { processIdentity } from "@/db/server/process-identity";

const testFolder = resolve(import.meta.dirname, "../../.test");

/** A folder of this process's own under .test/ for a throwaway database server; nothing is started yet. */
export async function openTestRun(kind: string): Promise<string> {
  mkdirSync(testFolder, { recursive: true });
  await sweepDeadRuns();
  const folder = join(testFolder, `${kind}-${process.pid}`);
  await closeTestRun(folder);
  mkdirSync(folder);
  writeFileSync(join(folder, "owner"), processIdentity(process.pid) ?? "");
  return folder;
}

/** Where a run keeps its server. */
export const testDataDir = (folder: string): string => join(folder, "data");

/** Stops the run's server and removes its folder. */
export async function closeTestRun(folder: string): Promise<void> {
  await destroyEmbedded(testDataDir(folder));
  rmSync(folder, { recursive: true, force: true });
}

/** Stops and removes what runs left behind that were killed before they could tidy up. */
export async function sweepDeadRuns(): Promise<void> {
  for (const name of readdirSync(testFolder)) {
    const owner = join(testFolder, name, "owner");
    if (!existsSync(owner)) continue;
    const identity = readFileSync(owner, "utf8");
    if (identity !== "" && processIdentity(Number.parseInt(identity, 10)) !== identity)
      await closeTestRun(join(testFolder, name));
  }
}
