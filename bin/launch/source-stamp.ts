import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a build is made of: folders and files of the checkout that end up in it or steer it. */
const sources = [
  "app",
  "components",
  "db",
  "i18n",
  "lib",
  "messages",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

const leftOut = /\.test\.tsx?$|\.md$|^\./;

/**
 * SHA-256 over names and contents of everything a build is made of. By content, not by time: checking out another
 * branch and back leaves the build fresh. Tests and notes do not count.
 */
export function sourceStamp(root: string, entries: string[] = sources): string {
  const hash = createHash("sha256");
  const add = (path: string) => {
    if (!existsSync(join(root, path))) return;
    if (statSync(join(root, path)).isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort())
        if (!leftOut.test(name)) add(`${path}/${name}`);
      return;
    }
    const content = path === "tsconfig.json" ? compilerOptions(root) : readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  };
  for (const entry of [...entries].sort()) add(entry);
  return hash.digest("hex");
}

/**
 * What of tsconfig.json steers a build, with its keys in one order. The builder itself rewrites that file: its layout, and
 * the list of files to check with the folder it builds into. Counting those would make every first build stale.
 */
function compilerOptions(root: string): string {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")) as {
    compilerOptions?: Record<string, unknown>;
  };
  return JSON.stringify(Object.entries(compilerOptions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}
