import { expect, test } from "vitest";
import { concerns, noteInterest, noteStill } from "./interest";

test("a page about one product hears of that one, and of events that name none", () => {
  expect(concerns({ topic: "stock", skus: [7] })).toBe(true);
  const forget = noteInterest([7]);
  const forgetOther = noteInterest([9]);
  expect(concerns({ topic: "stock", skus: [1, 7] })).toBe(true);
  expect(concerns({ topic: "arrivals", skus: [9] })).toBe(true);
  expect(concerns({ topic: "recommendations", skus: [8] })).toBe(false);
  expect(concerns({ topic: "recommendations", ids: [8] })).toBe(true);
  expect(concerns({ topic: "arrivals" })).toBe(true);
  forget();
  expect(concerns({ topic: "stock", skus: [7] })).toBe(false);
  forgetOther();
  expect(concerns({ topic: "stock", skus: [8] })).toBe(true);
});

test("a page that shows the past hears of nothing while it is open", () => {
  const end = noteStill();
  expect(concerns({ topic: "stock", skus: [7] })).toBe(false);
  expect(concerns({ topic: "settings" })).toBe(false);
  end();
  expect(concerns({ topic: "stock", skus: [7] })).toBe(true);
});
