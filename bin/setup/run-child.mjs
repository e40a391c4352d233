import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const guard = fileURLToPath(new URL("./child-guard.mjs", import.meta.url));

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Runs a program to its end and keeps the last of what it printed (200,000 characters). Each line goes to `onLine` as
 * it comes. A Node program ends by itself when this process is killed.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void}} [options]
 * @returns {Promise<{status: number | null, output: string, stdout: string}>}
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const guarded = command === process.execPath ? ["--import", guard, ...args] : args;
    const child = spawn(command, guarded, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let output = "";
    let stdout = "";
    const listen = (stream, isOut) =>
      stream.setEncoding("utf8").on("data", (text) => {
        output = (output + text).slice(-200_000);
        if (isOut) stdout = (stdout + text).slice(-5_000_000);
        if (options.onLine)
          for (const line of text.split(/[\r\n]+/)) if (line.trim()) options.onLine(line.trim());
      });
    listen(child.stdout, true);
    listen(child.stderr, false);
    child.once("error", (error) => {
      running.delete(child);
      reject(error);
    });
    child.once("close", (status) => {
      running.delete(child);
      resolve({ status, output, stdout });
    });
  });
}

/**
 * Signals every program that is still running; without a signal they end at once.
 * @param {NodeJS.Signals} [signal]
 */
export function killChildren(signal = "SIGKILL") {
  for (const child of running) child.kill(signal);
}

/** Resolves when no program is running any more. */
export async function childrenEnded() {
  while (running.size > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

process.once("exit", () => killChildren());
