import fc from "fast-check";
import { expect, test } from "vitest";
import type { DemandRate } from "@/lib/metrics/demand-distribution/compute";
import { tailAt, tailTable, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import type { KnownLocation } from "./marginal-values";
import { donorLossChance, receiverChance } from "./marginal-values";

const place = (change: Partial<KnownLocation>): KnownLocation => ({
  id: "SZX",
  available: 0,
  receipts: [],
  demand: { meanPerDay: 1.5, dispersion: 0.3 },
  safetyStockUnits: 0,
  isProtected: false,
  ...change,
});

/** Probability of each demand of a span, as far as it matters. */
function masses(demand: DemandRate, days: number): number[] {
  const table = tailTable(windowDemand(demand, days));
  return Array.from(
    { length: table.first + table.tail.length },
    (_, k) => tailAt(table, k) - tailAt(table, k + 1),
  );
}

/** P(missed between lead time and horizon ≥ k), by walking through every demand of every span between receipts. */
function exactChance(location: KnownLocation, leadTimeDays: number, horizonDays: number, k: number): number {
  const marks = location.receipts.map((receipt) => ({ ...receipt })).sort((a, b) => a.days - b.days);
  const stops = [
    ...new Set([
      leadTimeDays,
      ...marks.map(({ days }) => days).filter((days) => days < horizonDays),
      horizonDays,
    ]),
  ];
  let states = new Map([[`${location.available}|0`, 1]]);
  let now = 0;
  for (const stop of stops.sort((a, b) => a - b)) {
    const next = new Map<string, number>();
    const chances = masses(location.demand, stop - now);
    for (const [state, probability] of states) {
      const [stock = 0, missed = 0] = state.split("|").map(Number);
      chances.forEach((chance, demand) => {
        if (chance < 1e-9) return;
        const short = Math.max(0, demand - stock);
        const received = marks
          .filter(({ days }) => days === stop)
          .reduce((sum, { quantity }) => sum + quantity, 0);
        const left = Math.max(0, stock - demand) + received;
        const key = `${left}|${Math.min(k, stop > leadTimeDays ? missed + short : 0)}`;
        next.set(key, (next.get(key) ?? 0) + probability * chance);
      });
    }
    states = next;
    now = stop;
  }
  let sum = 0;
  for (const [state, probability] of states) if (Number(state.split("|")[1]) >= k) sum += probability;
  return sum;
}

test("an empty place sells the k-th unit if demand after arrival reaches k", () => {
  const chance = receiverChance(place({}), 6, 28);
  const after = tailTable(windowDemand(place({}).demand, 22));
  for (const k of [1, 10, 33, 60]) expect(chance(k)).toBeCloseTo(tailAt(after, k), 12);
});

test.each([
  [{ available: 8 }, 6],
  [{ available: 25 }, 6],
  [{ available: 12, demand: { meanPerDay: 0.4, dispersion: 1 } }, 3],
  [{ available: 3, receipts: [{ days: 2, quantity: 10 }] }, 6],
  [
    {
      available: 9,
      receipts: [
        { days: 4, quantity: 6 },
        { days: 7, quantity: 8 },
      ],
    },
    8,
  ],
])("without receipts after the goods it is exact: %j, lead time %i", (change, leadTimeDays) => {
  const location = place(change);
  const chance = receiverChance(location, leadTimeDays, 28);
  for (const k of [1, 5, 12, 20])
    expect(Math.abs(chance(k) - exactChance(location, leadTimeDays, 28, k))).toBeLessThan(0.01);
});

test.each([
  [{ available: 5, receipts: [{ days: 14, quantity: 12 }] }, 4],
  [{ available: 0, receipts: [{ days: 18, quantity: 30 }] }, 6],
])(
  "with receipts it is close, and not above the truth by more than a hair: %j, lead time %i",
  (change, leadTimeDays) => {
    const location = place(change);
    const chance = receiverChance(location, leadTimeDays, 28);
    for (const k of [1, 4, 8, 14, 20]) {
      const exact = exactChance(location, leadTimeDays, 28, k);
      expect(chance(k)).toBeLessThan(exact + 0.03);
      expect(chance(k)).toBeGreaterThan(exact - 0.12);
    }
  },
);

test("units owed are sold for certain by the first that arrive", () => {
  const chance = receiverChance(place({ available: -4 }), 6, 28);
  expect(chance(4)).toBe(1);
  expect(chance(200)).toBeLessThan(1e-6);
});

test("a donor far above its demand loses nothing, one at its demand half the time", () => {
  const location = place({ available: 100 });
  const chance = donorLossChance(location, 28, tailTable(windowDemand(location.demand, 28)));
  expect(chance(1)).toBeLessThan(1e-3);
  expect(chance(58)).toBeGreaterThan(0.4);
  expect(chance(58)).toBeLessThan(0.6);
});

test("a unit more never sells better, and giving one more never costs less", () => {
  const places = fc.record({
    available: fc.integer({ min: -5, max: 60 }),
    receipts: fc.array(
      fc.record({ days: fc.integer({ min: 0, max: 40 }), quantity: fc.integer({ min: 1, max: 40 }) }),
      { maxLength: 4 },
    ),
    demand: fc.record({
      meanPerDay: fc.double({ min: 0.02, max: 6, noNaN: true }),
      dispersion: fc.double({ min: 0, max: 3, noNaN: true }),
    }),
  });
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 20 }), (change, leadTimeDays) => {
      const location = place(change);
      const sells = receiverChance(location, leadTimeDays, 28);
      const costs = donorLossChance(location, 28, tailTable(windowDemand(location.demand, 28)));
      for (let k = 1; k < 40; k++) {
        expect(sells(k)).toBeLessThanOrEqual(1 + 1e-9);
        expect(sells(k + 1)).toBeLessThanOrEqual(sells(k) + 1e-12);
        expect(costs(k + 1)).toBeGreaterThanOrEqual(costs(k) - 1e-12);
      }
    }),
  );
});
