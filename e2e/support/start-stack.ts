import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { embeddedUrls } from "@/db/embedded";
import { freePort } from "@/db/server/cluster-state";
import { closeTestRun, openTestRun, testDataDir } from "@/db/testing/test-run";
import type { Stack } from "./stack";

const root = resolve(import.meta.dirname, "../..");
const patienceMs = 10 * 60_000;

interface StartedStack {
  stack: Stack;
  /** The end of what it printed until it ran. */
  printed: string;
  stop: () => Promise<void>;
}

/**
 * Starts Plimsoll as a person would (bin/start.mjs), with a data folder and a port of its own, and waits until it has
 * loaded the sample company, or nothing if `empty`, and says where it runs.
 */
export async function startStack(options: { empty?: boolean } = {}): Promise<StartedStack> {
  const folder = await openTestRun("journeys");
  const dataDir = testDataDir(folder);
  const port = await freePort();
  const child = launch(dataDir, port, { PLIMSOLL_SAMPLE: options.empty ? "0" : "1" });
  const stop = async () => {
    await ended(child);
    await closeTestRun(folder);
  };
  let printed: string;
  try {
    printed = await runsAt(child);
  } catch (error) {
    await stop();
    throw error;
  }
  const stack: Stack = {
    address: `http://localhost:${port}`,
    dataDir,
    ownerUrl: embeddedUrls(dataDir)?.ownerUrl ?? "",
    sandboxPort: Number(readFileSync(join(dataDir, "sandbox-port"), "utf8")),
  };
  return { stack, printed, stop };
}

/** The guard ends the start when this process is killed; the start then stops its own parts. */
function launch(dataDir: string, port: number, more: Record<string, string>): ChildProcess {
  const { DATABASE_URL: _, npm_lifecycle_event: __, ...inherited } = process.env;
  return spawn(
    process.execPath,
    ["--import", join(root, "bin/setup/child-guard.mjs"), join(root, "bin/start.mjs")],
    {
      cwd: root,
      env: { ...inherited, ...more, NODE_ENV: "production", PLIMSOLL_DATA_DIR: dataDir, PORT: String(port) },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    },
  );
}

/** Resolves with the end of what it printed once the last line is there. */
function runsAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    let ready = false;
    const timer = setTimeout(
      () => reject(new Error(`Plimsoll did not start within 10 minutes:\n${output}`)),
      patienceMs,
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-10_000);
        if (!ready) process.stdout.write(text);
        if (!ready && /Plimsoll runs at http.*Stop: Ctrl-C/s.test(output)) {
          clearTimeout(timer);
          ready = true;
          resolve(output);
        }
      });
    }
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`Plimsoll did not start (status ${code}):\n${output}`));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([exit, sleep(20_000, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await exit;
}
