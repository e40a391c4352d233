import { connect } from "@/db/client";
import { type EmbeddedServer, startEmbedded } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import type { Env } from "@/lib/core/env";
import { step } from "../setup/progress.mjs";
import { build, buildFresh } from "./build";
import { clearHalfLoaded, databaseEmpty, loadSample, sampleExists, sampleHalfLoaded } from "./sample";

/** The database of this start: one of our own, or the one that DATABASE_URL names. */
export interface LaunchDatabase {
  appUrl: string;
  ownerUrl: string;
  /** Null when DATABASE_URL names the server. */
  server: EmbeddedServer | null;
}

/** Starts our own PostgreSQL, or tries the one that DATABASE_URL names. */
export async function openLaunchDatabase(settings: Env, dataDir: string): Promise<LaunchDatabase> {
  const given = settings.DATABASE_URL;
  if (!given) {
    const warnings: string[] = [];
    const warn = (line: string) => void warnings.push(line);
    const server = await step("Starting PostgreSQL", (report) =>
      startEmbedded({ dataDir, log: report, warn }),
    );
    for (const line of warnings) console.log(line);
    return { appUrl: server.appUrl, ownerUrl: server.ownerUrl, server };
  }
  await step("Connecting to the database of DATABASE_URL", async () => {
    const db = connect(given, { max: 1, role: "owner", name: "plimsoll-start" });
    await db`select 1`.finally(() => db.end({ timeout: 1 }));
  });
  return { appUrl: given, ownerUrl: given, server: null };
}

/** Brings the schema up to date; shows only what it has to change. */
export async function migrateWithProgress(ownerUrl: string): Promise<void> {
  await step("Bringing the tables up to date", (report) => migrate(ownerUrl, { log: report }));
}

/** Loads the sample company when nothing is in the database and nobody said no. */
export async function ensureSample(
  settings: Env,
  database: LaunchDatabase,
  dataDir: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (settings.PLIMSOLL_SAMPLE === "0" || !sampleExists()) return;
  if (sampleHalfLoaded(dataDir)) {
    await step("Clearing a sample company that was loaded only in part", () =>
      clearHalfLoaded(database.ownerUrl, dataDir),
    );
  }
  if (!(await databaseEmpty(database.ownerUrl))) return;
  await step("Loading the sample company (simulated, PLIMSOLL_SAMPLE=0 for none)", (report) =>
    loadSample(env, dataDir, report),
  );
}

/** Builds the pages when there is no build or the sources have changed since. */
export async function ensureBuild(distDir: string): Promise<void> {
  if (buildFresh(distDir)) return;
  await step("Building the pages (the first time and after changes)", (report) => build(distDir, report));
}
