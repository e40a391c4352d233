import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "./progress.mjs";
import { runChild } from "./run-child.mjs";
import { root } from "./typescript.mjs";

/**
 * Whether what is installed differs from the lock file. Compared by content, not by time: a checkout changes times
 * without changing packages. npm writes its own list last, so a broken-off installation has none.
 * @param {string} lockText  package-lock.json
 * @param {string | null} installedText  node_modules/.package-lock.json, null when there is none
 */
export function installationStale(lockText, installedText) {
  if (installedText === null) return true;
  const wanted = JSON.parse(lockText).packages;
  const installed = JSON.parse(installedText).packages;
  return Object.entries(wanted).some(([path, entry]) => {
    if (path === "" || entry.link) return false;
    const found = installed[path];
    if (!found) return !(entry.optional || entry.devOptional || entry.peer);
    return (
      found.version !== entry.version ||
      (entry.integrity && found.integrity && entry.integrity !== found.integrity)
    );
  });
}

/** Installs the packages when they are missing or not those of the lock file. Throws an error with a `sentence`. */
export async function ensureInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  if (!installationStale(lock, existsSync(installed) ? readFileSync(installed, "utf8") : null)) return;
  await step("Installing packages (the first time this takes a minute or two)", async (report) => {
    const flags = ["--include=dev", "--no-audit", "--no-fund", "--loglevel=http"];
    const showFetched = (line) => {
      const fetched = /fetch GET \d+ \S*\/([^/\s]+?)(?:-\d[^/\s]*)?\.tgz/.exec(line);
      if (fetched) report(fetched[1]);
    };
    let result = await npm(["ci", ...flags], showFetched);
    // The lock file may lack optional packages for other systems than the one it was written on; `npm ci` then refuses
    // all of it, while `npm install` takes the same locked versions and adds what this system needs.
    if (result.status !== 0 && lacksOnlyEntries(result.output)) {
      result = await npm(["install", "--no-save", ...flags], showFetched);
    }
    if (result.status !== 0) throw withSentence(result.output);
  });
}

/** Runs npm with the npm that started this process, else the one on the path. */
function npm(args, onLine) {
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith(".js") ? [process.execPath, [own]] : ["npm", []];
  return runChild(command, [...first, ...args], { cwd: root, onLine });
}

/**
 * Whether `npm ci` refused only because the lock file has no entry for packages that other packages name: never when an
 * entry contradicts package.json.
 * @param {string} output
 */
export const lacksOnlyEntries = (output) =>
  /Missing: .* from lock file/.test(output) && !/Invalid: /.test(output);

function withSentence(output) {
  const said = output
    .split("\n")
    .filter((line) => /npm (error|ERR!)/.test(line) && !/log of this run/.test(line));
  const reason = said
    .slice(0, 4)
    .map((line) => line.replace(/npm (error|ERR!)\s*/, "").trim())
    .filter(Boolean)
    .join(" ");
  const way = /ENOSPC/.test(output)
    ? "the disk is full: free some space and start again."
    : /EROFS|EACCES|EPERM/.test(output)
      ? "this checkout cannot be written by this user: give this user the right, or start from a copy elsewhere."
      : "check the network (and npm's proxy or registry setting), then start again.";
  return Object.assign(new Error(reason), {
    sentence: `The packages could not be installed (${reason}): ${way}`,
  });
}
