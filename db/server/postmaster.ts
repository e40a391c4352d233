import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./account";
import { serverEnvironment } from "./cluster-files";
import { commandLine, processIdentity } from "./process-identity";
import { explainSystemError, ServerUnavailable } from "./server-error";

/** Process number of the server that runs on this cluster, null when none does. */
export function runningPostmaster(clusterDir: string): number | null {
  const pid = pidFile(clusterDir)?.pid;
  if (!pid || !processIdentity(pid)) return null;
  const command = commandLine(pid);
  return command === "" || command.includes("postgres") ? pid : null;
}

/**
 * Starts the server on the cluster, in a process group of its own so that Ctrl-C in the terminal does not reach it, and
 * returns when it takes connections. A crash before is recovered from here; `log` is told when that takes long.
 */
export async function startPostmaster(options: {
  binaries: string;
  clusterDir: string;
  settings: string[];
  account: Account | null;
  logFile: string;
  log: (line: string) => void;
}): Promise<number> {
  const { clusterDir, logFile } = options;
  removeForeignPidFile(clusterDir);
  rotate(logFile);
  const logStart = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const output = openSync(logFile, "a", 0o600);
  const child = spawn(
    join(options.binaries, "bin", "postgres"),
    ["-D", clusterDir, ...options.settings.flatMap((setting) => ["-c", setting])],
    {
      cwd: clusterDir,
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", output, output],
      ...options.account,
    },
  );
  closeSync(output);
  let ended: string | null = null;
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code, signal) => {
    ended ??= signal ? `signal ${signal}` : `status ${code}`;
  });
  child.unref();
  for (let waitedMs = 0; ; waitedMs += 25) {
    if (ended !== null) throw startFailure(clusterDir, logFile, logStart, ended);
    const file = pidFile(clusterDir);
    if (file?.pid === child.pid && file?.status === "ready") return file.pid;
    if (waitedMs > 0 && waitedMs % 5000 === 0) {
      options.log(
        "PostgreSQL is recovering what was committed before it was stopped hard; this can take a few minutes.",
      );
    }
    await sleep(25);
  }
}

/** Stops the server: connections are closed, the log is written out. Returns when its process has ended. */
export async function stopPostmaster(clusterDir: string): Promise<void> {
  const pid = runningPostmaster(clusterDir);
  if (!pid) return;
  const identity = processIdentity(pid);
  const signals: [NodeJS.Signals, number][] = [
    ["SIGINT", 60_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ];
  for (const [signal, patienceMs] of signals) {
    if (processIdentity(pid) !== identity) return;
    process.kill(pid, signal);
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 25) {
      if (processIdentity(pid) !== identity) return;
      await sleep(25);
    }
  }
}

function pidFile(clusterDir: string): { pid: number; status: string } | null {
  try {
    const lines = readFileSync(join(clusterDir, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), status: (lines[7] ?? "").trim() };
  } catch {
    return null;
  }
}

/** After a restart of the machine the number in postmaster.pid may belong to another program; the server would refuse to start. */
function removeForeignPidFile(clusterDir: string): void {
  if (pidFile(clusterDir) && !runningPostmaster(clusterDir))
    rmSync(join(clusterDir, "postmaster.pid"), { force: true });
}

function rotate(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10 * 1024 * 1024) renameSync(logFile, `${logFile}.1`);
}

function startFailure(
  clusterDir: string,
  logFile: string,
  logStart: number,
  ended: string,
): ServerUnavailable {
  const text = readFileSync(logFile, "utf8").slice(logStart);
  const code = /No space left|Disk quota/.test(text)
    ? "ENOSPC"
    : /Read-only file system/.test(text)
      ? "EROFS"
      : null;
  const known = code && explainSystemError(Object.assign(new Error(), { code }), clusterDir);
  const said = text.split("\n").findLast((line) => /FATAL|PANIC|error while loading/.test(line)) ?? ended;
  return new ServerUnavailable(
    known ??
      `PostgreSQL did not start (${said.replace(/^.*?(FATAL|PANIC):\s*/, "")}); its log is ${logFile}.`,
  );
}
