import { expect, test } from "vitest";
import { type SupposedOutcome, supposedValue } from "./value";

const outcome = (more: Partial<SupposedOutcome> = {}): SupposedOutcome => ({
  quantityUnits: 40,
  marginMinorPerUnit: 1_500,
  costMinor: 2_000,
  // Four days out all day, 5 expected a day: 20 sales missed.
  receiverDays: [1, 2, 3, 4].map(() => ({ expectedUnits: 5, soldUnits: 0, availableShare: 0 })),
  receiverDispersion: 0,
  donorLeastUnits: 100,
  donorSoldUnits: 60,
  broughtBefore: 0,
  takenBefore: 0,
  substitution: 0.3,
  ...more,
});

test("20 missed sales served by 40 units: 20 × 15.00 − 20.00 of freight; the range is that of the missed demand", () => {
  const { addedUnits, donorLostUnits, savedMinor, value } = supposedValue(outcome());
  expect({ addedUnits, donorLostUnits, savedMinor }).toEqual({
    addedUnits: 20,
    donorLostUnits: 0,
    savedMinor: 30_000,
  });
  expect(value.midMinor).toBe(28_000);
  // Poisson, 80 %: 20 ± 1.2816 × √20 = 14.27 to 25.73; low keeps 70 % of it.
  expect(value.lowMinor).toBe(Math.round(14.269 * 1_500 * 0.7 - 2_000));
  expect(value.highMinor).toBe(Math.round(25.731 * 1_500 - 2_000));
});

test("no more is served than was sent, nor what an earlier transfer served already", () => {
  expect(supposedValue(outcome({ quantityUnits: 12 })).addedUnits).toBe(12);
  expect(supposedValue(outcome({ broughtBefore: 15 })).addedUnits).toBe(5);
  expect(supposedValue(outcome({ broughtBefore: 60 }))).toMatchObject({ addedUnits: 0, savedMinor: 0 });
});

test("a donor that came down to 30 misses 10 of the 40 it gave; what an earlier transfer took counts first", () => {
  expect(supposedValue(outcome({ donorLeastUnits: 30 })).donorLostUnits).toBe(10);
  expect(supposedValue(outcome({ donorLeastUnits: 30 })).value.midMinor).toBe(28_000 - 10 * 1_500);
  expect(supposedValue(outcome({ donorLeastUnits: 30, takenBefore: 30 })).donorLostUnits).toBe(40);
  expect(supposedValue(outcome({ donorLeastUnits: 0, donorSoldUnits: 3 })).donorLostUnits).toBe(3);
});
