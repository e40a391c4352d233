import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Account, mayReach } from "./account";
import { outsideFolder } from "./outside-folder";
import { explainSystemError, ServerUnavailable } from "./server-error";
import type { Durability } from "./settings";

/**
 * Path for a new cluster outside the data folder when the account may not enter that folder; null when it may. `warn` is
 * told of clusters that an earlier folder of the same name has left there: a person may want them back, or removed.
 */
export function outsideClusterDir(
  dataDir: string,
  account: Account | null,
  warn: (line: string) => void,
): string | null {
  if (!account || mayReach(account, dataDir)) return null;
  const folder = outsideFolder();
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const left = readdirSync(folder).filter((entry) => entry.startsWith(name));
  if (left.length > 0) {
    warn(
      `An earlier database of this folder is still in ${left.map((entry) => join(folder, entry)).join(", ")}; remove it when nobody needs it.`,
    );
  }
  return join(folder, `${name}-${randomBytes(4).toString("hex")}`);
}

/**
 * Makes an empty cluster at `clusterDir`, complete or not at all: a kill half-way leaves only a folder that the next
 * attempt replaces. Text is compared by code point and cased by Unicode, the same on every machine.
 */
export function createCluster(
  binaries: string,
  clusterDir: string,
  ownerPassword: string,
  account: Account | null,
  durability: Durability,
): void {
  const half = `${clusterDir}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const passwordFile = join(half, "password");
  writeFileSync(passwordFile, ownerPassword, { mode: 0o600 });
  const clusterHalf = join(half, "cluster");
  mkdirSync(clusterHalf, { mode: 0o700 });
  if (account)
    for (const path of [half, passwordFile, clusterHalf]) chownSync(path, account.uid, account.gid);
  const made = spawnSync(
    join(binaries, "bin", "initdb"),
    [
      `--pgdata=${clusterHalf}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(durability === "throwaway" ? ["--no-sync"] : []),
    ],
    { encoding: "utf8", cwd: half, env: serverEnvironment(), ...account },
  );
  if (made.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    if (made.error) throw made.error;
    const full = /No space left|Disk quota/.test(made.stderr);
    const known = full
      ? explainSystemError(Object.assign(new Error(), { code: "ENOSPC" }), clusterDir)
      : null;
    throw new ServerUnavailable(
      known ?? `The database could not be created in ${clusterDir}: ${lastLine(made.stderr)}`,
    );
  }
  renameSync(clusterHalf, clusterDir);
  rmSync(half, { recursive: true, force: true });
}

/** Makes the data folder when it is missing, and says in one sentence when it cannot be written. */
export function prepareDataDir(dataDir: string): void {
  try {
    const fresh = !existsSync(dataDir);
    mkdirSync(dataDir, { recursive: true });
    // The server's own account must be able to pass through; what is secret inside has its own mode.
    if (fresh && process.getuid?.() === 0) chmodSync(dataDir, 0o755);
    const probe = join(dataDir, `.writable.${process.pid}`);
    writeFileSync(probe, "x".repeat(4096));
    rmSync(probe);
  } catch (error) {
    const sentence = explainSystemError(error, dataDir);
    throw sentence ? new ServerUnavailable(sentence) : error;
  }
}

/** The server's environment: nothing of ours (secrets), one language and one time zone. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "", LC_ALL: "C", LANG: "C", TZ: "UTC", NODE_ENV: "production" };
}

const lastLine = (text: string) =>
  text
    .trim()
    .split("\n")
    .findLast((line) => line.trim() !== "") ?? "";
