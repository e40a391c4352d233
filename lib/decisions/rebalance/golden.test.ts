import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { decideRebalance } from "./decide";
import type { GoldenCase } from "./golden-case";
import { problemOf, sentencesOf } from "./golden-case";

const folder = path.join(import.meta.dirname, "golden");
const files = readdirSync(folder).sort();

test.each(files)("%s", (file) => {
  const golden: GoldenCase = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  expect(sentencesOf(decideRebalance(problemOf(golden))), golden.case).toEqual(golden.expect);
});

test("there are enough cases to trust a change of the policy to", () => {
  expect(files.length).toBeGreaterThanOrEqual(12);
});
