import { expect, test } from "vitest";
import { adPauseImpact, transferImpact } from "./compute";

const outcome = {
  marginMinorPerUnit: 1_000,
  receivedUnits: 100,
  costMinor: 20_000,
  receiverOwnUnits: 0,
  receiverDays: Array.from({ length: 8 }, () => ({ soldUnits: 10, otherReceivedUnits: 0 })),
  donorDays: [],
  donorDispersion: 0.2,
};

test("what an empty place sold after arrival is the transfer's", () => {
  const impact = transferImpact(outcome);
  expect(impact.addedUnits).toBe(80);
  expect(impact.value).toEqual({ lowMinor: 36_000, midMinor: 60_000, highMinor: 60_000 });
});

test("what its own stock and other receipts would have sold is not", () => {
  const days = outcome.receiverDays.map((day, i) => (i === 4 ? { ...day, otherReceivedUnits: 500 } : day));
  expect(transferImpact({ ...outcome, receiverOwnUnits: 15, receiverDays: days }).addedUnits).toBe(25);
});

test("sales that the donor missed are taken off, as a range and at most what it gave", () => {
  const donorDays = [{ expectedUnits: 30, soldUnits: 0, availableShare: 0 }];
  const impact = transferImpact({ ...outcome, donorDays });
  expect(impact.donorLostUnits).toBe(30);
  expect(impact.value.midMinor).toBe(30_000);
  expect(impact.value.lowMinor).toBeLessThan(6_000);
  const all = transferImpact({
    ...outcome,
    donorDays: Array.from({ length: 20 }, () => ({ expectedUnits: 30, soldUnits: 0, availableShare: 0 })),
  });
  expect(all.donorLostUnits).toBe(100);
});

test("a transfer that nobody needed cost its freight", () => {
  const days = outcome.receiverDays.map(() => ({ soldUnits: 0, otherReceivedUnits: 0 }));
  expect(transferImpact({ ...outcome, receiverDays: days }).value.midMinor).toBe(-20_000);
});

const pause = {
  pausedDays: 4,
  baselineSpendMinorPerDay: { low: 4_000, mid: 5_000, high: 6_500 },
  residualSpendMinor: 1_000,
  adUnitsPerDay: 3,
  buyableDays: 0,
  unitsLeft: 0,
  marginMinorPerUnit: 900,
};

test("a pause on an empty SKU saves the spend", () => {
  expect(adPauseImpact(pause)).toEqual({
    savedMinor: 19_000,
    missedUnits: 0,
    value: { lowMinor: 15_000, midMinor: 19_000, highMinor: 25_000 },
  });
});

test("sales that stock would have served are taken off, but never more than were left", () => {
  expect(adPauseImpact({ ...pause, buyableDays: 2, unitsLeft: 50 }).missedUnits).toBe(6);
  expect(adPauseImpact({ ...pause, buyableDays: 2, unitsLeft: 4 }).value.midMinor).toBe(19_000 - 3_600);
});
