import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { locales } from "@/i18n/locales";
import { rejectReasons } from "@/lib/services/recommendation/reject";
import { messagesOf } from "@/messages";
import { kinds } from "../query";

const read = (...path: string[]) => readFileSync(join(process.cwd(), ...path), "utf8");
const sourcesIn = (folder: string) =>
  readdirSync(join(process.cwd(), folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes(".test."))
    .map((name) => read(folder, name))
    .join("\n");
const found = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? "")),
];

const services = sourcesIn("lib/services/recommendation");
const evidence = found(read("lib/services/recommendation/evidence.ts"), /^\s+key: "(\w+)"/gm);
const shortages = found(services, /"(shortage\.\w+)"/g);
const unsolved = found(read("lib/decisions/types.ts"), /code: "(\w+)"/g);
const blocked = found(read("lib/decisions/staleness.ts"), /key: "(\w+)"/g);
const causes = found(read("lib/decisions/material-change.ts"), /cause\("(\w+)"/g);
const options = found(read("lib/services/recommendation/types.ts"), /OptionKind =\s+([^;]+);/g)
  .join()
  .match(/\w+/g);

/** Every key below `recommendation` that the stored facts can name. */
const keys = [
  ...shortages,
  ...["ad_pause.out", "ad_pause.at_risk", "ad_resume.back", "excess"],
  ...evidence.map((key) => `evidence.${key}`),
  ...unsolved.map((key) => `unsolved.${key}`),
  ...blocked.map((key) => `blocked.${key}`),
  ...causes.map((key) => `change.${key}`),
  ...rejectReasons.map((key) => `reject.${key}`),
  ...kinds.map((key) => `kind.${key}`),
  ...(options ?? []).flatMap((key) => [`option.${key}`, `button.${key}`, `short_option.${key}`]),
];

test("the code is read, not an empty list", () => {
  expect(shortages).toEqual(expect.arrayContaining(["shortage.out", "shortage.at_risk"]));
  expect(evidence).toEqual(expect.arrayContaining(["stock", "forecast", "margin", "orders", "ad_spend"]));
  expect(unsolved.length).toBeGreaterThan(4);
  expect(blocked).toHaveLength(3);
  expect(causes).toEqual(["option", "state", "value", "quantity"]);
  expect(options).toHaveLength(10);
});

describe.each([...locales])("%s", (locale) => {
  test("has a sentence for everything that a recommendation can say", () => {
    const messages = messagesOf(locale).recommendation;
    const missing = keys.filter((key) => typeof at(messages, key.split(".")) !== "string");
    expect(missing).toEqual([]);
  });
});

function at(tree: unknown, path: string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return tree;
  if (typeof tree !== "object" || tree === null) return undefined;
  return at((tree as Record<string, unknown>)[first], rest);
}
