import fc from "fast-check";
import { expect, test } from "vitest";
import { demandAhead, stockAhead } from "./compute";

test("without demand the stock stays, and arrivals step it up on their day", () => {
  const days = stockAhead(
    {
      availableUnits: 10,
      arrivals: [
        { days: 1.5, quantity: 5 },
        { days: -3, quantity: 2 },
      ],
      levelPerDay: [0, 0, 0, 0],
      dispersion: 0,
    },
    4,
  );
  // What is three days late is taken to come in three.
  expect(days.map((day) => day.p50)).toEqual([10, 15, 15, 17]);
});

test("demand draws it down by about its mean, more on strong weekdays", () => {
  const days = stockAhead(
    {
      availableUnits: 100,
      arrivals: [],
      levelPerDay: [20, 0],
      dispersion: 0,
    },
    2,
  );
  expect(days[0]?.p50).toBeGreaterThan(76);
  expect(days[0]?.p50).toBeLessThan(84);
  expect(days[1]?.p50).toBe(days[0]?.p50);
});

test("the bands lie inside one another, and the band widens", () => {
  fc.assert(
    fc.property(
      fc.record({
        availableUnits: fc.integer({ min: -50, max: 500 }),
        level: fc.double({ min: 0, max: 30, noNaN: true }),
        dispersion: fc.double({ min: 0, max: 3, noNaN: true }),
      }),
      ({ availableUnits, level, dispersion }) => {
        const days = stockAhead(
          {
            availableUnits,
            arrivals: [],
            levelPerDay: new Array<number>(10).fill(level),
            dispersion,
          },
          10,
        );
        for (const day of days) {
          expect(day.p10).toBeLessThanOrEqual(day.p25);
          expect(day.p25).toBeLessThanOrEqual(day.p50);
          expect(day.p50).toBeLessThanOrEqual(day.p75);
          expect(day.p75).toBeLessThanOrEqual(day.p90);
          expect(day.p90).toBeLessThanOrEqual(availableUnits);
        }
      },
    ),
  );
});

test("demand of several places adds up", () => {
  const one = { levelPerDay: [20], dispersion: 0 };
  const [both] = demandAhead([one, one], 1);
  expect(both?.p50).toBeGreaterThan(36);
  expect(both?.p50).toBeLessThan(44);
});
