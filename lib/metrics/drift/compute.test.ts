import { expect, test } from "vitest";
import { drift } from "./compute";

test.each<[string, number | null, number | null, number | null]>([
  ["none", 105, 100, 5],
  ["none", 110, 100, 10],
  ["oversell", 111, 100, 11],
  ["hidden", 89, 100, -11],
  ["oversell", 6, 0, 6],
  ["none", 5, 0, 5],
  ["hidden", 0, 6, -6],
  ["unknown", null, 10, null],
  ["unknown", 10, null, null],
])("%s: published %s, to sell %s", (kind, published, toSell, units) => {
  expect(drift(published, toSell)).toEqual({ kind, units });
});
