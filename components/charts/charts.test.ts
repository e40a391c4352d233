import { expect, test } from "vitest";
import { toCsv } from "./csv";
import { endsCollide, findGaps } from "./gaps";
import { logShare } from "./log-scale";
import { niceTicks, timeTicks } from "./ticks";

test("ticks are round, few, and enclose the figures", () => {
  expect(niceTicks(0, 1240)).toEqual([0, 500, 1000, 1500]);
  expect(niceTicks(0.95, 0.999)).toEqual([0.94, 0.96, 0.98, 1]);
  expect(niceTicks(-30, 210)).toEqual([-100, 0, 100, 200, 300]);
  expect(niceTicks(0, 0).length).toBeGreaterThan(1);
});

test("time ticks stand on midnights of the reader's zone, or firsts of months", () => {
  const year = timeTicks(Date.parse("2026-01-15T00:00:00Z"), Date.parse("2026-12-20T00:00:00Z"), "UTC").map(
    (time) => new Date(time).toISOString(),
  );
  expect(year.length).toBeLessThanOrEqual(5);
  for (const tick of year) expect(tick).toMatch(/-01T00:00:00/);
  const days = timeTicks(
    Date.parse("2026-11-02T05:00:00Z"),
    Date.parse("2026-11-20T00:00:00Z"),
    "Asia/Shanghai",
  );
  for (const tick of days) expect(new Date(tick).toISOString()).toMatch(/T16:00:00/);
});

test("missing data is a span, never zero", () => {
  const points = [1, null, null, 4, null].map((y, x) => ({ x, y }));
  expect(findGaps(points)).toEqual([
    { from: 0, to: 3 },
    { from: 3, to: 4 },
  ]);
  expect(findGaps([{ x: 0, y: 1 }])).toEqual([]);
});

test("names at line ends are told to stand apart", () => {
  expect(endsCollide([10, 11], 100, 200)).toBe(true);
  expect(endsCollide([10, 30], 100, 200)).toBe(false);
});

test("CSV escapes formulas and quotes, and leaves the unknown empty", () => {
  expect(
    toCsv({
      columns: ["a", "b"],
      rows: [
        ["=1+1", -5],
        ['say "hi", you', null],
      ],
    }),
  ).toBe('\uFEFFa,b\r\n\'=1+1,-5\r\n"say ""hi"", you",\r\n');
});

test("a log axis puts equal factors at equal distances", () => {
  const share = (seconds: number) => logShare(seconds, 1, 10_000);
  expect(share(1)).toBe(0);
  expect(share(100)).toBeCloseTo(0.5);
  expect(share(0)).toBe(0);
  expect(share(1e9)).toBe(1);
});
