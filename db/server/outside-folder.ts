import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { ServerUnavailable } from "./server-error";

const candidates = ["/var/lib/plimsoll", "/var/tmp/plimsoll"];

/**
 * A folder of root's that every account may enter, for what cannot lie in a checkout below a closed folder.
 * A folder of that name which belongs to somebody else is never used.
 */
export function outsideFolder(): string {
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true });
      const found = lstatSync(folder);
      if (!found.isDirectory() || found.uid !== 0) continue;
      chmodSync(folder, 0o755);
      return folder;
    } catch {}
  }
  throw new ServerUnavailable(
    `PostgreSQL cannot run as root, its own account may not enter this checkout, and neither ${candidates.join(" nor ")} can be written: set PLIMSOLL_DATA_DIR to a folder that every user may enter, or DATABASE_URL to a server of your own.`,
  );
}
