import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processIdentity } from "@/db/server/process-identity";
import { explainSystemError, ServerUnavailable } from "@/db/server/server-error";
import { root } from "../paths";
import { runChild } from "../setup/run-child.mjs";
import { sourceStamp } from "./source-stamp";

/** Runs a part of the product with Next's own command. */
export const nextCommand = join(root, "node_modules/next/dist/bin/next");

/** Whether the build in `distDir` (from the root) is complete and made of the sources as they are now. */
export function buildFresh(distDir: string): boolean {
  const stampFile = join(root, distDir, "plimsoll-stamp");
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === sourceStamp(root);
}

/**
 * Builds into `distDir`. The stamp is written last, so a build that was broken off counts as none. `report` is told
 * what the builder is at. Throws ServerUnavailable with the builder's own words when it fails.
 */
export async function build(distDir: string, report: (detail: string) => void): Promise<void> {
  const others = servingProcesses(distDir);
  if (others.length > 0) {
    throw new ServerUnavailable(
      `The sources have changed since the build that process ${others.join(", ")} is serving from this checkout: stop that one first, then start again.`,
    );
  }
  const stamp = sourceStamp(root);
  const { status, output } = await runBuilder(distDir, report);
  if (status === 0 && existsSync(join(root, distDir, "BUILD_ID"))) {
    writeFileSync(join(root, distDir, "plimsoll-stamp"), stamp);
    return;
  }
  const code = /ENOSPC|No space left/.exec(output)
    ? "ENOSPC"
    : (/\b(EROFS|EACCES)\b/.exec(output)?.[0] ?? "");
  const known = explainSystemError(Object.assign(new Error(), { code }), join(root, distDir));
  const said = output.trim().split("\n").slice(-25).join("\n");
  throw new ServerUnavailable(
    known ? known.replace(/, or set PLIMSOLL_DATA_DIR [^,]*,/, "") : `The build failed:\n${said}`,
  );
}

/** Notes that this process serves the build, until the returned function is called or the process ends. */
export function holdBuild(distDir: string): () => void {
  const folder = join(root, distDir, "serving");
  const note = join(folder, processIdentity(process.pid) ?? String(process.pid));
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(note, "");
  } catch {
    // A checkout that cannot be written cannot be built anew under this process either.
  }
  return () => rmSync(note, { force: true });
}

function servingProcesses(distDir: string): number[] {
  const folder = join(root, distDir, "serving");
  const notes = existsSync(folder) ? readdirSync(folder) : [];
  return notes
    .filter((note) => processIdentity(Number.parseInt(note, 10)) === note)
    .map((note) => Number.parseInt(note, 10));
}

function runBuilder(distDir: string, report: (detail: string) => void) {
  const { DATABASE_URL: _, ...rest } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...rest,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PLIMSOLL_DIST_DIR: distDir,
  };
  const onLine = (line: string) => {
    if (line.length < 100 && !/^[├└┌○ƒ●]/.test(line)) report(line);
  };
  return runChild(process.execPath, [nextCommand, "build"], { cwd: root, env, onLine });
}
