import { expect, test } from "vitest";
import { concerns, noteInterest } from "./interest";

test("a page that shows one product hears of that one, and of events that name no rows", () => {
  expect(concerns({ topic: "stock", ids: [7] })).toBe(true);
  const forget = noteInterest("stock", [7]);
  const forgetOther = noteInterest("stock", ["9"]);
  expect(concerns({ topic: "stock", ids: [1, 7] })).toBe(true);
  expect(concerns({ topic: "stock", ids: ["9"] })).toBe(true);
  expect(concerns({ topic: "stock", ids: [8] })).toBe(false);
  expect(concerns({ topic: "stock" })).toBe(true);
  expect(concerns({ topic: "orders", ids: [8] })).toBe(true);
  forget();
  expect(concerns({ topic: "stock", ids: [7] })).toBe(false);
  expect(concerns({ topic: "arrivals", ids: [7] })).toBe(false);
  const forgetArrivals = noteInterest("arrivals", [7]);
  expect(concerns({ topic: "arrivals", ids: [7] })).toBe(true);
  expect(concerns({ topic: "arrivals", ids: [8] })).toBe(false);
  expect(concerns({ topic: "arrivals" })).toBe(true);
  forgetArrivals();
  forgetOther();
  expect(concerns({ topic: "stock", ids: [8] })).toBe(true);
});
