import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths";
import { runChild } from "../setup/run-child.mjs";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge",
];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/usr/lib/chromium/chromium",
];

/**
 * A Chromium that really starts here: one that is installed, else Playwright's own, else the distribution's package
 * (as root). Throws an error with one sentence when there is none to be had.
 */
export async function findChromium(report: (detail: string) => void): Promise<string> {
  const installed = await firstThatStarts([process.env.PLIMSOLL_CHROMIUM, ...names.map(onPath), ...places]);
  if (installed) return installed;
  const { chromium } = await import("@playwright/test");
  const own = await firstThatStarts([chromium.executablePath()]);
  if (own) return own;
  report("downloading Playwright's");
  const cli = join(root, "node_modules/@playwright/test/cli.js");
  const fetched = await runChild(process.execPath, [cli, "install", "chromium"], {
    cwd: root,
    onLine: (line: string) => report(line.slice(0, 80)),
  });
  const downloaded = await firstThatStarts([chromium.executablePath()]);
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && onPath("apt-get")) {
    report("installing the distribution's package");
    await runChild("apt-get", ["update", "-q"]);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await runChild("apt-get", ["install", "-y", "-q", "chromium"], {
      env,
      onLine: (line: string) => report(line.slice(0, 80)),
    });
    const packaged = await firstThatStarts(names.map(onPath));
    if (packaged) return packaged;
  }
  const why =
    fetched.output
      .trim()
      .split("\n")
      .findLast((line) => /error|fail/i.test(line)) ?? "";
  throw new Error(
    `No Chromium could be found or installed for the browser journeys (${why.trim()}): install one (apt-get install chromium, or Google Chrome), or name it in PLIMSOLL_CHROMIUM.`,
  );
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(":").filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** An installed Chromium may lack libraries or refuse the sandbox; only one that shows a page counts. */
async function firstThatStarts(candidates: (string | undefined)[]): Promise<string | undefined> {
  return candidates.find((path) => {
    if (!path || !existsSync(path)) return false;
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "data:text/html,<p>well</p>"];
    const trial = spawnSync(path, args, { encoding: "utf8", timeout: 30_000 });
    return trial.stdout?.includes("<p>well</p>") ?? false;
  });
}
