import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ServerUnavailable } from "./server-error";

/** The operating-system account that the database server runs under. */
export interface Account {
  uid: number;
  gid: number;
}

const preferred = ["postgres", "_postgres", "nobody"];

/**
 * The account for the server: null means the current one. PostgreSQL refuses to run as root, so root hands it to an
 * account that exists already (postgres, else nobody, else any other); an existing cluster keeps the account that owns it.
 */
export function serverAccount(clusterDir: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = new Map<string, Account>();
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name && Number(uid) > 0 && Number(gid) >= 0)
      accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  const chosen = preferred.map((name) => accounts.get(name)).find((account) => account !== undefined);
  const account = chosen ?? accounts.values().next().value;
  if (account) return account;
  throw new ServerUnavailable(
    "PostgreSQL refuses to run as root and this machine has no other account: add one (for example `adduser postgres`), or set DATABASE_URL to a server of your own.",
  );
}

/** Whether the account may enter every folder down to `path`, judged by owner, group and mode. */
export function mayReach(account: Account, path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
    if (!((mode >> shift) & 1)) return false;
    if (at === dirname(at)) return true;
  }
}

/** Whether the account may read the file `path`, the way to it not considered. */
export function mayRead(account: Account, path: string): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & 4) !== 0;
}
