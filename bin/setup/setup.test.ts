import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installationStale, lacksOnlyEntries } from "./install.mjs";
import { nodeTooOld } from "./node-version.mjs";
import { root } from "./typescript.mjs";

test("a Node below 20.19 gets a sentence with a way on, others pass", () => {
  for (const version of ["v12.22.0", "v18.20.8", "v20.18.3", "v20.9.0"])
    expect(nodeTooOld(version)).toContain("install a current Node");
  for (const version of ["v20.19.0", "v20.20.2", "v22.0.0", "v24.1.0"])
    expect(nodeTooOld(version)).toBeNull();
});

test.each(["start", "test"])("npm %s on an old Node says so in one sentence and does nothing", (command) => {
  const pretend = 'data:text/javascript,Object.defineProperty(process,"version",{value:"v16.20.2"})';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", pretend, join(root, `bin/${command}.mjs`)],
    { encoding: "utf8" },
  );
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: `${nodeTooOld("v16.20.2")}\n`,
  });
});

const lock = (packages: Record<string, object>) => JSON.stringify({ packages: { "": {}, ...packages } });

test("packages are installed when none are, when a version differs and when one is missing", () => {
  const wanted = lock({ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } });
  expect(installationStale(wanted, null)).toBe(true);
  expect(installationStale(wanted, lock({ "node_modules/a": { version: "1.0.0" } }))).toBe(true);
  const other = lock({ "node_modules/a": { version: "1.0.1" }, "node_modules/b": { version: "2.0.0" } });
  expect(installationStale(wanted, other)).toBe(true);
  expect(installationStale(wanted, wanted)).toBe(false);
});

test("optional packages of other systems need not be there", () => {
  const wanted = lock({ "node_modules/a-darwin": { version: "1.0.0", optional: true } });
  expect(installationStale(wanted, lock({}))).toBe(false);
});

test("npm install steps in only where the lock file lacks entries, not where it contradicts", () => {
  const lacking =
    "npm error code EUSAGE\nnpm error Missing: @next/swc-darwin-arm64@16.4.6 from lock file\nnpm error Missing: b@ from lock file";
  expect(lacksOnlyEntries(lacking)).toBe(true);
  const contradicting = `${lacking}\nnpm error Invalid: lock file's a@1.0.0 does not satisfy a@2.0.0`;
  expect(lacksOnlyEntries(contradicting)).toBe(false);
  expect(lacksOnlyEntries("npm error code ENOTFOUND")).toBe(false);
});
