import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { processIdentity } from "./process-identity";

/** What the holder of a lock left about itself. */
export interface LockHolder {
  pid: number;
  identity: string;
  /** Facts for the person who finds the lock taken, such as the address. */
  note?: string;
}

/**
 * Takes the lock file, or returns the living process that holds it. A lock whose process has ended is taken over.
 * The file appears complete or not at all (it is written under another name and linked), so no reader sees half of it.
 */
export function tryLock(path: string, note?: string): LockHolder | null {
  const identity = processIdentity(process.pid) ?? String(process.pid);
  const mine = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, identity, note } satisfies LockHolder), {
    mode: 0o644,
  });
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        linkSync(mine, path);
        return null;
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      }
      const holder = lockHolder(path);
      if (holder) return holder;
      removeStale(path, `${mine}.stale`);
    }
    throw new Error(`The lock ${path} keeps changing hands; try again.`);
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Two may find the same stale lock; whoever moves away the other's fresh one puts it back. */
function removeStale(path: string, aside: string): void {
  try {
    renameSync(path, aside);
    if (lockHolder(aside)) linkSync(aside, path);
  } catch {
    // Somebody else has removed it or taken the lock: the next look shows which.
  }
  rmSync(aside, { force: true });
}

/** The living holder of a lock file; null when it is free or its holder has ended. */
export function lockHolder(path: string): LockHolder | null {
  try {
    const holder = JSON.parse(readFileSync(path, "utf8")) as LockHolder;
    return processIdentity(holder.pid) === holder.identity ? holder : null;
  } catch {
    return null;
  }
}

/** Gives the lock back; a lock that another process has taken over meanwhile stays. */
export function unlock(path: string): void {
  if (lockHolder(path)?.pid === process.pid) rmSync(path, { force: true });
}

/** Runs `work` while holding the lock, waiting for others; a process that ended holds nothing. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (tryLock(path)) await sleep(50);
  try {
    return await work();
  } finally {
    unlock(path);
  }
}
