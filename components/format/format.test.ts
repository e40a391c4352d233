import { describe, expect, test } from "vitest";
import { type ChangeInput, describeChange, judgeChange } from "./change";
import { ageParts, freshnessBand } from "./freshness";
import { makeFormat } from "./make-format";

const en = makeFormat("en", "UTC");
const hant = makeFormat("zh-Hant", "UTC");
const hans = makeFormat("zh-Hans", "UTC");

describe("figures", () => {
  test("minus is U+2212 and stands before the symbol", () => {
    expect(en.number(-1284)).toBe("−1,284");
    expect(en.money(-124_000, "USD", { currencyDisplay: "symbol" })).toBe("−$1,240.00");
    expect(en.money(-124_000, "USD")).toBe("−USD\u00a01,240.00");
  });

  test("a currency keeps its own decimals", () => {
    expect(en.money(1240, "JPY", { currencyDisplay: "symbol" })).toBe("¥1,240");
    expect(en.money(1240, "KWD")).toBe("KWD\u00a01.240");
  });

  test("compact counts in 萬 in Chinese", () => {
    expect([en.compact(1_234_567), hant.compact(1_234_567), hans.compact(1_234_567)]).toEqual([
      "1.23M",
      "123萬",
      "123万",
    ]);
  });

  test("ranges print the currency once and with a dash", () => {
    expect(en.moneyRange(2_100_000, 5_200_000, "USD")).toBe("USD\u00a021,000–52,000");
    expect(hant.moneyRange(2_100_000, 5_200_000, "USD", { currencyDisplay: "symbol" })).toBe(
      "US$21,000–52,000",
    );
    expect(hans.moneyRange(2_100_000, 5_200_000, "USD")).toBe("USD\u00a021,000–52,000");
    expect(en.moneyRange(-210_000, 520_000, "USD")).toBe("−USD\u00a02,100–USD\u00a05,200");
    expect(en.moneyRange(-47_510, -47_540, "USD", { currencyDisplay: "symbol" })).toBe("−$475");
    expect(en.moneyRange(-11_700, -7_360, "USD", { currencyDisplay: "symbol" })).toBe("−$117 – −$73.6");
  });

  test("days have one decimal below ten", () => {
    expect([en.days(9.44), en.days(9.96), en.days(46.4), en.days(0)]).toEqual(["9.4", "10", "46", "0"]);
  });
});

describe("times", () => {
  const moment = "2026-11-22T14:05:00Z";
  test("the month is a word in English, a sign in Chinese, and tables have their own form", () => {
    expect(en.day(moment)).toBe("Nov 22, 2026");
    expect(hant.day(moment)).toBe("2026年11月22日");
    expect(hans.day(moment, "table")).toBe("2026/11/22");
    expect(en.calendarDay("2026-03-01")).toBe("Mar 1, 2026");
  });
  test("24 hours in every language", () => {
    for (const format of [en, hant, hans]) expect(format.time(moment)).toBe("14:05");
    expect(en.time("2026-11-22T00:05:00Z")).toBe("00:05");
  });
});

test("an estimate has three digits at most, and is never finer than its currency", () => {
  const about = (minor: number, currency: string) =>
    en.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol" });
  expect([52.9, 302.4, 6_150, 123_450].map((minor) => about(minor, "USD"))).toEqual([
    ...["$0.53", "$3.02", "$61.5", "$1,230"],
  ]);
  expect(about(0.4, "JPY")).toBe("¥0");
});

describe("changes", () => {
  const amount = (before: number | null, now: number | null, more: Partial<ChangeInput> = {}) =>
    describeChange({ before, now, kind: "amount", ...more });
  test("no per cent against zero, negative, unknown or few", () => {
    expect(amount(0, 12)).toEqual({ form: "fromTo", before: 0, now: 12 });
    expect(amount(-5, 12).form).toBe("fromTo");
    expect(amount(19, 25).form).toBe("fromTo");
    expect(amount(100_000, 120_000, { eventsBefore: 3 }).form).toBe("fromTo");
    expect(amount(null, 12)).toEqual({ form: "new", now: 12 });
    expect(amount(20, null)).toEqual({ form: "unknown" });
  });
  test("per cent up to 200, then a factor", () => {
    expect(amount(100, 150)).toEqual({ form: "percent", difference: 50, share: 0.5 });
    expect(amount(100, 300).form).toBe("percent");
    expect(amount(100, 340)).toEqual({ form: "times", difference: 240, factor: 3.4 });
  });
  test("a share changes by points", () => {
    const change = describeChange({ before: 0.948, now: 0.962, kind: "share" });
    expect(change.form === "points" && change.points).toBeCloseTo(1.4);
  });
  test("good and bad, not up and down; noise is neither", () => {
    const wasted: ChangeInput = { before: 100, now: 80, kind: "amount", goodDirection: "down" };
    expect(judgeChange(wasted)).toBe("gain");
    expect(judgeChange({ ...wasted, now: 120 })).toBe("loss");
    expect(judgeChange({ ...wasted, normalRange: [70, 130] })).toBe("neutral");
    expect(judgeChange({ ...wasted, goodDirection: null })).toBe("neutral");
  });
});

describe("freshness", () => {
  const now = new Date("2026-11-22T14:00:00Z");
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  test("general bands", () => {
    expect([0, 15, 16, 60, 61, 360, 361].map((minutes) => freshnessBand(ago(minutes), now))).toEqual([
      "quarter4",
      "quarter4",
      "quarter3",
      "quarter3",
      "quarter2",
      "quarter2",
      "stale",
    ]);
    expect(freshnessBand(null, now)).toBe("unknown");
    expect(freshnessBand(ago(-5), now)).toBe("quarter4");
  });
  test("a source's own limit replaces them", () => {
    expect([5, 6, 20, 21, 41].map((minutes) => freshnessBand(ago(minutes), now, 20))).toEqual([
      "quarter4",
      "quarter3",
      "quarter3",
      "quarter2",
      "stale",
    ]);
  });
  test("ages in the unit that reads best", () => {
    expect([0, 1, 89, 90, 2159, 2160].map((minutes) => ageParts(ago(minutes), now))).toEqual([
      { unit: "now", count: 0 },
      { unit: "minutes", count: 1 },
      { unit: "minutes", count: 89 },
      { unit: "hours", count: 1 },
      { unit: "hours", count: 35 },
      { unit: "days", count: 1 },
    ]);
  });
});
