import { expect, test } from "vitest";
import { lagBand, lagBucket, lagPercentile, syncLag } from "./compute";

test("percentiles by nearest rank, clocks apart count as zero", () => {
  const lag = syncLag({
    lagSeconds: [-5, ...Array.from({ length: 99 }, (_, i) => i + 1)],
    oldestUnprocessedAt: null,
    lastConfirmedAt: 1_000,
    now: 1_060,
  });
  expect(lag).toEqual({
    p50Seconds: 49,
    p95Seconds: 94,
    p99Seconds: 98,
    oldestUnprocessedSeconds: null,
    sinceConfirmedSeconds: 60,
    band: "within_15_min",
  });
});

test("a source that fell silent is late although its last lags were short", () => {
  expect(
    syncLag({ lagSeconds: [2, 3], oldestUnprocessedAt: null, lastConfirmedAt: 0, now: 30_000 }).band,
  ).toBe("over_6_h");
  expect(
    syncLag({ lagSeconds: [2, 3], oldestUnprocessedAt: 26_000, lastConfirmedAt: 30_000, now: 30_000 }).band,
  ).toBe("within_6_h");
});

test("never confirmed is unknown", () => {
  expect(syncLag({ lagSeconds: [], oldestUnprocessedAt: null, lastConfirmedAt: null, now: 5 })).toMatchObject(
    {
      p95Seconds: null,
      band: "unknown",
    },
  );
});

test("bands end at 15 min, 60 min and 6 h", () => {
  expect([900, 901, 3_600, 21_600, 21_601].map(lagBand)).toEqual([
    "within_15_min",
    "within_60_min",
    "within_60_min",
    "within_6_h",
    "over_6_h",
  ]);
});

test("a histogram's percentile is at most a tenth too high", () => {
  const counts = new Map<number, number>();
  for (let seconds = 1; seconds <= 1_000; seconds++)
    counts.set(lagBucket(seconds), (counts.get(lagBucket(seconds)) ?? 0) + 1);
  for (const q of [0.5, 0.95, 0.99]) {
    const estimate = lagPercentile(counts, q) ?? 0;
    expect(estimate).toBeGreaterThanOrEqual(q * 1_000);
    expect(estimate).toBeLessThanOrEqual(q * 1_000 * 1.1 * 1.1);
  }
  expect(lagPercentile(new Map(), 0.5)).toBeNull();
});
