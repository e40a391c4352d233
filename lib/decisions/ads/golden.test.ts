import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { decideAds } from "./decide";
import type { GoldenAdCase } from "./golden-case";
import { campaignOf, sentencesOf } from "./golden-case";

const folder = path.join(import.meta.dirname, "golden");
const files = readdirSync(folder).sort();

test.each(files)("%s", (file) => {
  const golden: GoldenAdCase = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  expect(sentencesOf(decideAds(campaignOf(golden))), golden.case).toEqual(golden.expect);
});

test("there are enough cases to trust a change of the policy to", () => {
  expect(files.length).toBeGreaterThanOrEqual(10);
});
