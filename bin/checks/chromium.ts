import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths";
import { runChild } from "../setup/run-child.mjs";
import { chooseChromium } from "./choose-chromium";

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

/** A Chromium that really starts here; see chooseChromium. `report` is told of downloads. */
export function findChromium(report: (detail: string) => void): Promise<string> {
  const onLine = (line: string) => report(line.slice(0, 80));
  return chooseChromium({
    installed: () => [process.env.PLIMSOLL_CHROMIUM, ...names.map(onPath), ...places],
    ofPlaywright: async () => (await import("@playwright/test")).chromium.executablePath(),
    starts,
    download: async () => {
      report("downloading Playwright's");
      const cli = join(root, "node_modules/@playwright/test/cli.js");
      return (await runChild(process.execPath, [cli, "install", "chromium"], { cwd: root, onLine })).output;
    },
    installPackage: process.getuid?.() === 0 && onPath("apt-get") ? () => installPackage(report) : null,
  });
}

async function installPackage(report: (detail: string) => void): Promise<void> {
  report("installing the distribution's package");
  await runChild("apt-get", ["update", "-q"]);
  await runChild("apt-get", ["install", "-y", "-q", "chromium"], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    onLine: (line: string) => report(line.slice(0, 80)),
  });
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(":").filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** An installed Chromium may lack libraries or refuse the sandbox; only one that shows a page counts. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "data:text/html,<p>well</p>"];
  const trial = spawnSync(path, args, { encoding: "utf8", timeout: 30_000 });
  return trial.stdout?.includes("<p>well</p>") ?? false;
}
