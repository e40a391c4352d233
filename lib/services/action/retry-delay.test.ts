import { expect, test } from "vitest";
import { retryDelaySeconds } from "./retry-delay";

test("waits grow, then the series ends; what the vendor asks is never undercut", () => {
  const waits = Array.from({ length: 9 }, (_, index) => retryDelaySeconds(index + 1, null, 0.5) ?? 0);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(retryDelaySeconds(10, null, 0.5)).toBeNull();
  expect(retryDelaySeconds(1, 600, 0)).toBe(600);
  expect([retryDelaySeconds(3, null, 0), retryDelaySeconds(3, null, 0.999)]).toEqual([
    40.5,
    expect.closeTo(49.5, 1),
  ]);
});
