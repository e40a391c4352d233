import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { serverAccount } from "./server/account";
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
  const log = options.log ?? (() => {});
  const remembered = readClusterState(dataDir);
  const account = serverAccount(remembered ? clusterDirOf(dataDir, remembered) : join(dataDir, "postgres"));
  let state = remembered ?? (await newClusterState(outsideClusterDir(dataDir, account, options.warn ?? log)));
  const clusterDir = clusterDirOf(dataDir, state);

  if (!runningPostmaster(clusterDir)) {
    const binaries = serverBinaries(account);
    assertRunnable(binaries);
    const fresh = !existsSync(clusterDir);
    if (fresh && remembered && existsSync(join(dataDir, "postgres.ready"))) {
      throw new ServerUnavailable(
        `The database of ${dataDir} was kept in ${clusterDir}, which is gone: bring that folder back, or choose another PLIMSOLL_DATA_DIR to begin anew.`,
      );
    }
    if (fresh) {
      log("Making an empty database …");
      writeClusterState(dataDir, state);
      createCluster(binaries, clusterDir, state.ownerPassword, account);
    }
    if (await portTaken(state.port)) {
      state = { ...state, port: await freePort() };
      writeClusterState(dataDir, state);
    }
    const settings = serverSettings(state.port, options.durability ?? "durable");
    await startPostmaster({
      binaries,
      clusterDir,
      settings,
      account,
      logFile: join(dataDir, "postgres.log"),
      log,
    });
  }
  await ensureDatabase(state);
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

const clusterDirOf = (dataDir: string, state: ClusterState) => state.outsideDir ?? join(dataDir, "postgres");

async function ensureDatabase(state: ClusterState): Promise<void> {
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
