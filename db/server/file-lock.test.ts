import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockHolder, tryLock, unlock, withLock } from "./file-lock";
import { processIdentity } from "./process-identity";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a taken lock names its holder and leaves no other file", () => {
  const path = join(folder, "lock");
  expect(tryLock(path, "http://localhost:3000")).toBeNull();
  expect(tryLock(path)).toMatchObject({ pid: process.pid, note: "http://localhost:3000" });
  expect(readdirSync(folder)).toEqual(["lock"]);
  unlock(path);
  expect(tryLock(path)).toBeNull();
});

test("the lock of a process that ended is taken over, also when its number has been given out again", () => {
  const path = join(folder, "lock");
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, identity: `${2 ** 22 + 1}@1` }));
  expect(tryLock(path)).toBeNull();
  writeFileSync(path, JSON.stringify({ pid: process.pid, identity: `${process.pid}@1` }));
  expect(lockHolder(path)).toBeNull();
  expect(tryLock(path)).toBeNull();
  expect(lockHolder(path)?.identity).toBe(processIdentity(process.pid));
});

test("a damaged lock file is no lock", () => {
  const path = join(folder, "lock");
  writeFileSync(path, "{");
  expect(tryLock(path)).toBeNull();
});

test("work under one lock never overlaps", async () => {
  const path = join(folder, "lock");
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 5 }, () =>
      withLock(path, async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside--;
      }),
    ),
  );
  expect(most).toBe(1);
});
