import { expect, test } from "vitest";
import { type ChromiumSources, chooseChromium } from "./choose-chromium";

/** A machine on which `working` programs start; `log` says what was tried to get one. */
function machine(working: string[], more: Partial<ChromiumSources> = {}) {
  const log: string[] = [];
  const starting = new Set(working);
  const sources: ChromiumSources = {
    installed: () => [undefined, "/usr/bin/broken", "/usr/bin/chromium"],
    ofPlaywright: async () => "/cache/playwright",
    starts: (path) => starting.has(path),
    download: async () => {
      log.push("download");
      return "Fetching\nError: the address cannot be resolved\ndone";
    },
    installPackage: null,
    ...more,
  };
  return { log, starting, sources };
}

test("an installed one that really starts comes before Playwright's, and nothing is downloaded", async () => {
  const { log, sources } = machine(["/usr/bin/chromium", "/cache/playwright"]);
  expect(await chooseChromium(sources)).toBe("/usr/bin/chromium");
  expect(log).toEqual([]);
});

test("one that is there but does not start is passed over for Playwright's own", async () => {
  const { log, sources } = machine(["/cache/playwright"]);
  expect(await chooseChromium(sources)).toBe("/cache/playwright");
  expect(log).toEqual([]);
});

test("Playwright's is downloaded when nothing starts", async () => {
  const { starting, sources } = machine([]);
  const download = async () => {
    starting.add("/cache/playwright");
    return "";
  };
  expect(await chooseChromium({ ...sources, download })).toBe("/cache/playwright");
});

test("the distribution's package is the last resort, after a download that failed", async () => {
  const { log, starting, sources } = machine([]);
  const installPackage = async () => {
    log.push("package");
    starting.add("/usr/bin/chromium");
  };
  expect(await chooseChromium({ ...sources, installPackage })).toBe("/usr/bin/chromium");
  expect(log).toEqual(["download", "package"]);
});

test("with none to be had one sentence says why and what to do", async () => {
  await expect(chooseChromium(machine([]).sources)).rejects.toThrow(
    /^No Chromium .*\(Error: the address cannot be resolved\): install one .* PLIMSOLL_CHROMIUM\.$/,
  );
  const silent = machine([], { download: async () => "downloaded", installPackage: async () => {} });
  await expect(chooseChromium(silent.sources)).rejects.toThrow(/\(it does not start\)/);
});
