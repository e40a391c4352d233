import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ServerUnavailable } from "./server-error";

/** What must be remembered of a cluster between starts; kept in the data folder, readable by its owner only. */
export interface ClusterState {
  /** TCP port on 127.0.0.1. */
  port: number;
  ownerPassword: string;
  appPassword: string;
  /** Absolute path when the cluster lies outside the data folder, null when it is `postgres` inside it. */
  outsideDir: string | null;
}

export const databaseName = "plimsoll";
export const appRole = "plimsoll_app";

const statePath = (dataDir: string) => join(dataDir, "postgres.json");

/** The remembered state, null before the first start. */
export function readClusterState(dataDir: string): ClusterState | null {
  if (!existsSync(statePath(dataDir))) return null;
  try {
    return JSON.parse(readFileSync(statePath(dataDir), "utf8")) as ClusterState;
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      throw new ServerUnavailable(
        `${statePath(dataDir)} holds the passwords of this database and may not be read by this user: start as the user who started it first, or choose another PLIMSOLL_DATA_DIR.`,
      );
    }
    throw new ServerUnavailable(
      `${statePath(dataDir)} is damaged; without it the database's passwords are unknown: bring it back from a backup of the folder.`,
    );
  }
}

/** Replaces the state as a whole: a kill or a full disk leaves the old one. */
export function writeClusterState(dataDir: string, state: ClusterState): void {
  mkdirSync(dataDir, { recursive: true });
  const half = `${statePath(dataDir)}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, statePath(dataDir));
}

/** Fresh passwords and a free port. */
export async function newClusterState(outsideDir: string | null): Promise<ClusterState> {
  const password = () => randomBytes(24).toString("base64url");
  return { port: await freePort(), ownerPassword: password(), appPassword: password(), outsideDir };
}

/** The two addresses of a database in the cluster: of the owner (migrations) and of the application's own role. */
export function clusterUrls(
  state: ClusterState,
  database = databaseName,
): { ownerUrl: string; appUrl: string } {
  const at = `127.0.0.1:${state.port}/${database}`;
  return {
    ownerUrl: `postgres://postgres:${state.ownerPassword}@${at}`,
    appUrl: `postgres://${appRole}:${state.appPassword}@${at}`,
  };
}

/** A TCP port on 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Whether somebody listens on this port of 127.0.0.1 or of every address. */
export function portTaken(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(true));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}
