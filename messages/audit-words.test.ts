import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { messagesOf } from "./index";

/** Sources of the folders whose code writes the audit. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.ts$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}
const code = [...sources("lib"), ...sources("bin"), ...sources("sandbox")].join("\n");
const written = (pattern: RegExp) => [...new Set([...code.matchAll(pattern)].map(([, found = ""]) => found))];

/** Whether the audit's words have a text for "verbs.records.bring" and the like. */
function hasWord(path: string): boolean {
  const settings = messagesOf("en").settings as Record<string, unknown>;
  const found = path
    .split(".")
    .reduce<unknown>(
      (tree, key) =>
        typeof tree === "object" && tree !== null ? (tree as Record<string, unknown>)[key] : null,
      settings.audit,
    );
  return typeof found === "string";
}

test("whatever the audit records has words, so that no page shows its code", () => {
  const verbs = written(/\bverb: "([a-z_]+\.[a-z_]+)"/g);
  expect(verbs.length).toBeGreaterThan(30);
  expect(verbs.filter((verb) => !hasWord(`verbs.${verb}`))).toEqual([]);
  const entities = written(/\bentity: "([a-z_]+)"/g);
  expect(entities.length).toBeGreaterThan(10);
  expect(entities.filter((entity) => !hasWord(`entities.${entity}`))).toEqual([]);
});
