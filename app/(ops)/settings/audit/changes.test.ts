import { expect, test } from "vitest";
import { changesOf } from "./changes";

test("names what changed, appeared and went, and leaves out what stayed", () => {
  const before = { role: "supply", email: "a@b", rules: { stock: { serviceLevel: 0.9 } }, gone: 1 };
  const after = { role: "manager", email: "a@b", rules: { stock: { serviceLevel: 0.95 } }, list: ["x"] };
  expect(changesOf(before, after)).toEqual([
    { path: "role", before: "supply", after: "manager" },
    { path: "rules.stock.serviceLevel", before: "0.9", after: "0.95" },
    { path: "gone", before: "1", after: null },
    { path: "list.0", before: null, after: "x" },
  ]);
});

test("nothing before and nothing after is no change", () => {
  expect(changesOf(null, undefined)).toEqual([]);
  expect(changesOf(null, "x")).toEqual([{ path: "value", before: null, after: "x" }]);
});
