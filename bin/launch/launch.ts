import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { prepareDataDir } from "@/db/server/cluster-files";
import { freePort } from "@/db/server/cluster-state";
import { ServerUnavailable } from "@/db/server/server-error";
import type { Env } from "@/lib/core/env";
import { explainFailure } from "../explain-failure";
import { dataDir as chosenDataDir } from "../paths";
import { step } from "../setup/progress.mjs";
import { killChildren } from "../setup/run-child.mjs";
import { holdBuild } from "./build";
import { waitForHealth } from "./health";
import { keepDatabase } from "./keep-database";
import { type PartDefinition, runPart } from "./part";
import { sandboxPart, webPart, workerPart } from "./parts";
import { portOwner, portRefusal } from "./port-owner";
import {
  ensureBuild,
  ensureSample,
  type LaunchDatabase,
  migrateWithProgress,
  openLaunchDatabase,
} from "./prepare";
import { lockDataDir } from "./running-lock";
import { sampleLoaded } from "./sample";
import { installationSecret } from "./secret";
import { launchSettings } from "./settings";
import { listenForStop, type StopRequest } from "./stop-request";
import { watchDisk } from "./watch-disk";
import { printWelcome } from "./welcome";

const distDir = process.env.PLIMSOLL_DIST_DIR ?? ".next";

/** What has been started, in order; undone in the opposite order. */
type Undo = (() => void | Promise<void>)[];

/**
 * Brings Plimsoll up and keeps it up until it is asked to stop. Ends the process: with status 0 when a person stopped it,
 * with 1 when it could not start or had to give up; the reason has then been printed as one sentence.
 */
export async function launch(): Promise<never> {
  const stop = listenForStop(() => process.exit(130));
  const undo: Undo = [];
  const up = bringUp(stop, undo);
  let failure = await Promise.race([up.then(() => stop.asked, explainFailure), stop.asked]);
  if (stop.isAsked()) failure = await stop.asked;
  if (failure !== null) console.error(failure);
  killChildren();
  const tidyUp = async () => {
    await Promise.race([up.catch(() => {}), sleep(10_000, undefined, { ref: false })]);
    for (const one of undo.reverse()) await one();
  };
  if (undo.length > 1) await step("Stopping", tidyUp);
  else await tidyUp();
  process.exit(failure === null ? 0 : 1);
}

async function bringUp(stop: StopRequest, undo: Undo): Promise<void> {
  const settings = launchSettings(process.env);
  const address = settings.PLIMSOLL_ADDRESS ?? `http://localhost:${settings.PORT}`;
  prepareDataDir(chosenDataDir());
  const dataDir = realpathSync(chosenDataDir());
  const lock = lockDataDir(dataDir, settings.PLIMSOLL_ROLE, address);
  undo.push(lock.release);
  if (lock.lastRunKilled)
    console.log("The last run was killed before it could stop cleanly; nothing that was accepted is lost.");
  const servesPages = settings.PLIMSOLL_ROLE !== "worker";
  if (servesPages) await requirePort(settings.PORT, lock.lastRunKilled);

  const database = await openLaunchDatabase(settings, dataDir);
  if (database.server) undo.push(keepDatabase(database.server, dataDir, stop.ask));
  await migrateWithProgress(database.ownerUrl);
  const env = await partEnvironment(settings, dataDir, database);
  if (stop.isAsked()) return;
  await ensureSample(settings, database, dataDir, { ...env, DATABASE_URL: settings.DATABASE_URL });
  if (stop.isAsked()) return;
  if (servesPages) await ensureBuild(distDir);
  if (stop.isAsked()) return;

  undo.push(
    watchDisk(dataDir, (sentence) => console.log(sentence)),
    holdBuild(distDir),
  );
  runParts(chooseParts(settings, env, dataDir), dataDir, stop, undo);
  if (servesPages) {
    await step("Starting the web server", () => requireHealth(settings.PORT, dataDir, stop.isAsked), Boolean);
  }
  if (stop.isAsked()) return;
  const secret = installationSecret(dataDir);
  await printWelcome({ address, dataDir, ownerUrl: database.ownerUrl, servesPages, secret });
}

/** Fails with one sentence when the port cannot be had. After a hard kill the last web server gets time to notice. */
async function requirePort(port: number, lastRunKilled: boolean): Promise<void> {
  let refusal = await portRefusal(port);
  for (let waits = 0; refusal === "EADDRINUSE" && lastRunKilled && waits < 20; waits++) {
    await sleep(250);
    refusal = await portRefusal(port);
  }
  if (refusal === null) return;
  const other = port < 60_000 ? port + 1 : 3000;
  throw new ServerUnavailable(
    refusal === "EACCES"
      ? `Port ${port} may not be opened by this user: choose one from 1024 up, for example PORT=3000 npm start.`
      : `Port ${port} is taken by ${portOwner(port)}: stop that program, or choose another port, for example PORT=${other} npm start.`,
  );
}

/** What every part is told: the database's address for the application's role, the secret, the folders. */
async function partEnvironment(
  settings: Env,
  dataDir: string,
  database: LaunchDatabase,
): Promise<NodeJS.ProcessEnv> {
  return {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: database.appUrl,
    PORT: String(settings.PORT),
    PLIMSOLL_DATA_DIR: dataDir,
    PLIMSOLL_DIST_DIR: distDir,
    PLIMSOLL_SECRET: installationSecret(dataDir),
    PLIMSOLL_ADDRESS: settings.PLIMSOLL_ADDRESS ?? `http://localhost:${settings.PORT}`,
    PLIMSOLL_SANDBOX_PORT: await rememberedPort(join(dataDir, "sandbox-port")),
    PLIMSOLL_GUARDED_DATABASE: database.server ? dataDir : "",
  };
}

/** A free port chosen once: connections of the sample company keep it as their address. */
async function rememberedPort(file: string): Promise<string> {
  if (!existsSync(file)) writeFileSync(file, String(await freePort()));
  return readFileSync(file, "utf8");
}

function chooseParts(settings: Env, env: NodeJS.ProcessEnv, dataDir: string): PartDefinition[] {
  const role = settings.PLIMSOLL_ROLE;
  const sandbox = sampleLoaded(dataDir) && role !== "web" ? sandboxPart(env) : null;
  return [
    ...(role === "worker" ? [] : [webPart(env, settings.PORT)]),
    ...(role === "web" ? [] : [workerPart(env)]),
    ...(sandbox ? [sandbox] : []),
  ];
}

function runParts(definitions: PartDefinition[], dataDir: string, stop: StopRequest, undo: Undo): void {
  const options = {
    logFolder: join(dataDir, "logs"),
    say: (sentence: string) => console.log(sentence),
    onGiveUp: stop.ask,
  };
  const parts = definitions.map((definition) => runPart(definition, options));
  // The worker may be in the middle of a job that ends soon; one that does not is carried out again after the next start.
  undo.push(
    async () =>
      void (await Promise.all(parts.map((part) => part.stop(part.title === "worker" ? 8000 : 3000)))),
  );
}

/** Whether the web server became well before the start was given up. */
async function requireHealth(port: number, dataDir: string, abandoned: () => boolean): Promise<boolean> {
  const complaint = await waitForHealth(`http://127.0.0.1:${port}`, 60_000, abandoned);
  if (complaint === null || abandoned()) return complaint === null;
  throw new ServerUnavailable(
    `The web server did not become well within 60 s (${complaint}); its log is ${join(dataDir, "logs/web.log")}. Start again when the cause is gone.`,
  );
}
