import { expect, test } from "vitest";
import { adRatios } from "./compute";

const day = (date: string, spendMinor: number, adSalesMinor: number, allSalesMinor: number | null) => ({
  day: date,
  spendMinor,
  adSalesMinor,
  allSalesMinor,
});

test("the last three days are marked and can be left out", () => {
  const days = [
    day("2026-05-01", 100, 400, 1_000),
    day("2026-05-02", 100, 400, 1_000),
    day("2026-05-05", 100, 0, 500),
  ];
  const { all, complete, incompleteFromDay } = adRatios(days, "2026-05-05");
  expect(incompleteFromDay).toBe("2026-05-03");
  expect(complete).toMatchObject({ acos: 0.25, roas: 4, tacos: 0.1 });
  expect(all).toMatchObject({ acos: 0.375, tacos: 0.12, spendMinor: 300 });
});

test("no ad sales, no spend, no or unknown sales have no ratio", () => {
  expect(adRatios([day("2026-05-01", 100, 0, 0)], "2026-05-09").all).toMatchObject({
    acos: null,
    roas: 0,
    tacos: null,
  });
  expect(adRatios([day("2026-05-01", 0, 50, null)], "2026-05-09").all).toMatchObject({
    acos: 0,
    roas: null,
    tacos: null,
  });
  expect(adRatios([], "2026-05-09").all).toMatchObject({ acos: null, roas: null, tacos: null });
});
