import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { restartDelayMs } from "./restart-policy";
import { launchSettings } from "./settings";
import { sourceStamp } from "./source-stamp";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-stamp-"));
  mkdirSync(join(folder, "app"));
  writeFileSync(join(folder, "app/page.tsx"), "one");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a build is stale when a source changes, is added, renamed or removed", () => {
  const before = sourceStamp(folder, ["app"]);
  const stamps = [before];
  writeFileSync(join(folder, "app/page.tsx"), "two");
  stamps.push(sourceStamp(folder, ["app"]));
  writeFileSync(join(folder, "app/other.tsx"), "two");
  stamps.push(sourceStamp(folder, ["app"]));
  rmSync(join(folder, "app/page.tsx"));
  stamps.push(sourceStamp(folder, ["app"]));
  expect(new Set(stamps).size).toBe(4);
});

test("a build stays fresh when only times or tests change", () => {
  const before = sourceStamp(folder, ["app"]);
  utimesSync(join(folder, "app/page.tsx"), new Date(), new Date());
  writeFileSync(join(folder, "app/page.test.ts"), "test");
  expect(sourceStamp(folder, ["app"])).toBe(before);
});

test("a build stays fresh when the builder rewrites tsconfig.json, and is stale when an option there changes", () => {
  const write = (text: string) => writeFileSync(join(folder, "tsconfig.json"), text);
  const stamp = () => sourceStamp(folder, ["tsconfig.json"]);
  write('{ "compilerOptions": { "jsx": "react-jsx", "paths": { "@/*": ["./*"] } }, "include": ["**/*.ts"] }');
  const before = stamp();
  write(`{
    "include": ["**/*.ts", ".next/types/**/*.ts"],
    "compilerOptions": {
      "paths": { "@/*": [ "./*" ] },
      "jsx": "react-jsx"
    }
  }`);
  expect(stamp()).toBe(before);
  write('{ "compilerOptions": { "jsx": "react-jsx", "paths": { "@/*": ["./src/*"] } } }');
  expect(stamp()).not.toBe(before);
});

test("a part that dies is started at once, then more and more slowly, and given up after five in a minute", () => {
  const deaths = (count: number) => Array.from({ length: count }, (_, i) => i);
  expect([1, 2, 3, 4, 5, 6].map((count) => restartDelayMs(deaths(count), 10))).toEqual([
    0,
    1000,
    2000,
    4000,
    8000,
    null,
  ]);
  expect(restartDelayMs([...deaths(6), 100_000], 100_000)).toBe(0);
});

test("settings that cannot be used are named in one sentence", () => {
  const env = { NODE_ENV: "test" } as const;
  expect(() => launchSettings({ ...env, PORT: "abc" })).toThrow(/^PORT must be a number/);
  expect(() => launchSettings({ ...env, PLIMSOLL_ROLE: "boss" })).toThrow(
    /^PLIMSOLL_ROLE must be web, worker or all\.$/,
  );
  expect(launchSettings({ ...env, PORT: "", PLIMSOLL_SAMPLE: "0" })).toMatchObject({
    PORT: 3000,
    PLIMSOLL_SAMPLE: "0",
  });
});
