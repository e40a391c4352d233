import { expect, test } from "vitest";
import { installationStale } from "./install.mjs";
import { nodeTooOld } from "./node-version.mjs";

test("a Node below 20.19 gets a sentence with a way on, others pass", () => {
  for (const version of ["v12.22.0", "v18.20.8", "v20.18.3", "v20.9.0"])
    expect(nodeTooOld(version)).toContain("install a current Node");
  for (const version of ["v20.19.0", "v20.20.2", "v22.0.0", "v24.1.0"])
    expect(nodeTooOld(version)).toBeNull();
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
