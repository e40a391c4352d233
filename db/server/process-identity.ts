import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells this process from a later one with the same number: the number and the moment it started.
 * Null when no such process lives. (After a restart of the machine or container numbers are given out again.)
 */
export function processIdentity(pid: number): string | null {
  if (!isAlive(pid)) return null;
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // A zombie (state Z) has ended; its parent has only not looked yet.
      return fields[0] === "Z" ? null : `${pid}@${fields[19]}`;
    } catch {
      return null;
    }
  }
  const started = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim();
  return `${pid}@${started ?? ""}`;
}

/** Whether a process with this number exists, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The command line of a process, "" when it cannot be read. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === "linux")
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
  } catch {
    return "";
  }
}
