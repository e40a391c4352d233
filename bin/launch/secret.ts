import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newSecret } from "@/lib/core/ids";

/** PLIMSOLL_SECRET, else the data folder's own, made on the first start and readable by its owner only. */
export function installationSecret(dataDir: string): string {
  if (process.env.PLIMSOLL_SECRET) return process.env.PLIMSOLL_SECRET;
  const file = join(dataDir, "secret");
  if (!existsSync(file)) writeFileSync(file, newSecret(), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}
