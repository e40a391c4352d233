import { existsSync } from "node:fs";
import { join } from "node:path";
import { tryLock, unlock } from "@/db/server/file-lock";
import { ServerUnavailable } from "@/db/server/server-error";
import type { Env } from "@/lib/core/env";

/** What is known about the run before this one. */
export interface RunningLock {
  /** The last run was killed before it could tidy up. */
  lastRunKilled: boolean;
  release: () => void;
}

/**
 * Marks the data folder as in use by this start: web and worker each once. Throws one sentence that says where the
 * other one runs.
 */
export function lockDataDir(dataDir: string, role: Env["PLIMSOLL_ROLE"], address: string): RunningLock {
  const roles = role === "all" ? ["web", "worker"] : [role];
  const files = roles.map((name) => join(dataDir, `running-${name}.lock`));
  const lastRunKilled = files.some((file) => existsSync(file));
  const taken: string[] = [];
  const release = () => taken.forEach(unlock);
  for (const file of files) {
    const holder = tryLock(file, address);
    if (holder) {
      release();
      throw new ServerUnavailable(
        `Plimsoll already runs from the data folder ${dataDir}, at ${holder.note} (process ${holder.pid}): open that address, or stop it (Ctrl-C in its terminal, or kill ${holder.pid}) and start again; for a second one beside it set PLIMSOLL_DATA_DIR and PORT.`,
      );
    }
    taken.push(file);
  }
  return { lastRunKilled, release };
}
