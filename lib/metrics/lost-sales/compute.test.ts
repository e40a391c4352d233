import { expect, test } from "vitest";
import { lostSales } from "./compute";

const out = { expectedUnits: 10, soldUnits: 0, availableShare: 0 };

test("ten days out at ten a day, margin 5.00, three in ten buy something else", () => {
  const result = lostSales({ days: Array(10).fill(out), marginMinorPerUnit: 500, dispersion: 0.2 });
  expect(result.units).toBe(100);
  expect(result.value.midMinor).toBe(35_000);
  expect(result.value.lowMinor).toBeGreaterThan(25_000);
  expect(result.value.highMinor).toBeLessThan(45_000);
});

test("a day out in part counts in part; a day that sold its forecast lost nothing", () => {
  const days = [
    { expectedUnits: 10, soldUnits: 4, availableShare: 0.5 },
    { expectedUnits: 10, soldUnits: 12, availableShare: 0.9 },
  ];
  expect(lostSales({ days, marginMinorPerUnit: 100, dispersion: 0, substitution: 0 })).toMatchObject({
    units: 3,
    value: { midMinor: 300 },
  });
});

test("no demand, no margin, no days: nothing is lost", () => {
  const nothing = { lowMinor: 0, midMinor: 0, highMinor: 0 };
  expect(lostSales({ days: [], marginMinorPerUnit: 500, dispersion: 1 }).value).toEqual(nothing);
  expect(
    lostSales({ days: [{ ...out, expectedUnits: 0 }], marginMinorPerUnit: 500, dispersion: 1 }).value,
  ).toEqual(nothing);
  expect(lostSales({ days: [out], marginMinorPerUnit: -20, dispersion: 1 }).value).toEqual(nothing);
});
