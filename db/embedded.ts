import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type Account, serverAccount } from "./server/account";
import { assertRunnable, serverBinaries } from "./server/binaries";
import { createCluster, outsideClusterDir, prepareDataDir } from "./server/cluster-files";
import {
  appRole,
  type ClusterState,
  clusterUrls,
  databaseName,
  freePort,
  newClusterState,
  portTaken,
  readClusterState,
  writeClusterState,
} from "./server/cluster-state";
import { withLock } from "./server/file-lock";
import { runningPostmaster, startPostmaster, stopPostmaster } from "./server/postmaster";
import { processIdentity } from "./server/process-identity";
import { explainSystemError, ServerUnavailable } from "./server/server-error";
import { type Durability, serverSettings } from "./server/settings";

/** A running PostgreSQL of our own. It runs as long as one process of this machine has not released it. */
export interface EmbeddedServer {
  /** Address of the database for its owner: migrations and whatever changes tables. */
  ownerUrl: string;
  /** Address of the database for the application's own role. */
  appUrl: string;
  /** Number of the server's process now, null when it has been killed. */
  pid: () => number | null;
  /** Gives the server back; the last one to do so stops it. */
  release: () => Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  durability?: Durability;
  /** Told of steps that take long. */
  log?: (line: string) => void;
  /** Told what a person should know also after the start. */
  warn?: (line: string) => void;
}

/**
 * Starts the PostgreSQL of this data folder, or joins the one that runs there already (also one whose starter was
 * killed). The first start makes the cluster, the database `plimsoll` and the application's role.
 * Throws ServerUnavailable with one sentence when that cannot be.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  prepareDataDir(options.dataDir);
  const dataDir = realpathSync(options.dataDir);
  try {
    return await withLock(join(dataDir, "postgres.lock"), () => startOrJoin(dataDir, options));
  } catch (error) {
    const sentence = explainSystemError(error, dataDir);
    throw sentence ? new ServerUnavailable(sentence) : error;
  }
}

/** The addresses of a data folder's own database, null when it has never been started there. */
export function embeddedUrls(dataDir: string): { ownerUrl: string; appUrl: string; running: boolean } | null {
  const state = readClusterState(dataDir);
  return (
    state && { ...clusterUrls(state), running: runningPostmaster(clusterDirOf(dataDir, state)) !== null }
  );
}

/** Stops the data folder's server when no living process holds it: what a killed starter leaves behind. */
export function stopUnusedEmbedded(dataDir: string): Promise<void> {
  return withLock(join(dataDir, "postgres.lock"), async () => {
    const state = readClusterState(dataDir);
    if (state && !othersHoldLeases(dataDir)) await stopPostmaster(clusterDirOf(dataDir, state));
  });
}

/** Stops the server of a throwaway data folder, whoever uses it, and removes the folder with everything in it. */
export async function destroyEmbedded(dataDir: string): Promise<void> {
  const state = existsSync(dataDir) ? readClusterState(dataDir) : null;
  if (state) {
    await stopPostmaster(clusterDirOf(dataDir, state));
    rmSync(clusterDirOf(dataDir, state), { recursive: true, force: true });
  }
  rmSync(dataDir, { recursive: true, force: true });
}

async function startOrJoin(dataDir: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const remembered = readClusterState(dataDir);
  const account = serverAccount(remembered ? clusterDirOf(dataDir, remembered) : join(dataDir, "postgres"));
  const warn = options.warn ?? options.log ?? (() => {});
  let state = remembered ?? (await newClusterState(outsideClusterDir(dataDir, account, warn)));
  const clusterDir = clusterDirOf(dataDir, state);
  for (let attempt = 1; ; attempt++) {
    if (!runningPostmaster(clusterDir)) state = await startServer(dataDir, state, account, options);
    const unready = await ensureDatabase(state);
    if (unready === null) break;
    // A server that was found running may still be recovering, or have been killed a moment ago.
    if (attempt > 100 && !isRecovering(unready)) throw unready;
    await sleep(100);
  }
  writeFileSync(join(dataDir, "postgres.ready"), "");
  const lease = takeLease(dataDir);
  return {
    ...clusterUrls(state),
    pid: () => runningPostmaster(clusterDir),
    release: () =>
      withLock(join(dataDir, "postgres.lock"), async () => {
        rmSync(lease, { force: true });
        if (!othersHoldLeases(dataDir)) await stopPostmaster(clusterDir);
      }),
  };
}

/** Starts the server, after making its cluster the first time. The state that comes back names the port it got. */
async function startServer(
  dataDir: string,
  known: ClusterState,
  account: Account | null,
  options: EmbeddedOptions,
): Promise<ClusterState> {
  const log = options.log ?? (() => {});
  const durability = options.durability ?? "durable";
  const clusterDir = clusterDirOf(dataDir, known);
  const binaries = serverBinaries(account);
  assertRunnable(binaries);
  if (!existsSync(clusterDir)) {
    if (existsSync(join(dataDir, "postgres.ready"))) {
      throw new ServerUnavailable(
        `The database of ${dataDir} was kept in ${clusterDir}, which is gone: bring that folder back, or choose another PLIMSOLL_DATA_DIR to begin anew.`,
      );
    }
    log("Making an empty database …");
    writeClusterState(dataDir, known);
    createCluster(binaries, clusterDir, known.ownerPassword, account, durability);
  }
  const state = (await portTaken(known.port)) ? { ...known, port: await freePort() } : known;
  if (state !== known) writeClusterState(dataDir, state);
  const settings = serverSettings(state.port, durability);
  await startPostmaster({
    binaries,
    clusterDir,
    settings,
    account,
    logFile: join(dataDir, "postgres.log"),
    log,
  });
  return state;
}

const clusterDirOf = (dataDir: string, state: ClusterState) => state.outsideDir ?? join(dataDir, "postgres");

const unreadyCodes = new Set(["ECONNREFUSED", "ECONNRESET", "CONNECTION_CLOSED", "57P01", "57P03"]);

const isRecovering = (error: Error) => "code" in error && error.code === "57P03";

/** Makes database and role when they are missing. Gives back the error of a server that does not take connections (yet). */
async function ensureDatabase(state: ClusterState): Promise<Error | null> {
  const sql = postgres(clusterUrls(state, "postgres").ownerUrl, {
    max: 1,
    onnotice: () => {},
    connect_timeout: 30,
  });
  try {
    const [role] = await sql`select 1 from pg_roles where rolname = ${appRole}`;
    if (!role) await sql.unsafe(`create role ${appRole} login password '${state.appPassword}'`);
    const [database] = await sql`select 1 from pg_database where datname = ${databaseName}`;
    if (!database) await sql.unsafe(`create database ${databaseName}`);
    return null;
  } catch (error) {
    if (error instanceof Error && "code" in error && unreadyCodes.has(String(error.code))) return error;
    throw error;
  } finally {
    await sql.end();
  }
}

/** A file named by this process: while it lives, nobody else stops the server. */
function takeLease(dataDir: string): string {
  const folder = join(dataDir, "postgres.leases");
  mkdirSync(folder, { recursive: true });
  const lease = join(folder, `${processIdentity(process.pid)}#${Math.random().toString(36).slice(2)}`);
  writeFileSync(lease, "");
  return lease;
}

function othersHoldLeases(dataDir: string): boolean {
  const folder = join(dataDir, "postgres.leases");
  let held = false;
  for (const name of readdirSync(folder)) {
    const identity = name.split("#")[0] ?? "";
    if (processIdentity(Number.parseInt(identity, 10)) === identity) held = true;
    else rmSync(join(folder, name), { force: true });
  }
  return held;
}
