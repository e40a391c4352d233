import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the sandbox keeps beside the vendors' state: where it listens and the secrets that belong to it. */
export interface SandboxFile {
  /** Which workspace it belongs to. */
  workspace: string;
  origin: string;
  /** Signing secrets by connection. */
  secrets: Record<string, string>;
  /** Bearer token for /api/v1. */
  token: string | null;
}

const pathIn = (dataDir: string) => join(dataDir, "sandbox.json");

/** Reads `<data folder>/sandbox.json`; that of another workspace counts as none. */
export function readSandboxFile(dataDir: string, workspace: string): SandboxFile {
  const stored = existsSync(pathIn(dataDir))
    ? (JSON.parse(readFileSync(pathIn(dataDir), "utf8")) as SandboxFile)
    : null;
  return stored?.workspace === workspace ? stored : { workspace, origin: "", secrets: {}, token: null };
}

export function writeSandboxFile(dataDir: string, file: SandboxFile): void {
  writeFileSync(`${pathIn(dataDir)}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${pathIn(dataDir)}.new`, pathIn(dataDir));
}
