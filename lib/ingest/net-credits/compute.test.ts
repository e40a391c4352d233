import fc from "fast-check";
import { expect, test } from "vitest";
import { computeCreditMatches, type NettingLine } from "./compute";

const line = (orderId: number, placedAtMs: number, units: number, unitPrice = "2.5"): NettingLine => ({
  orderId,
  placedAtMs,
  lineNo: 1,
  externalId: String(orderId).padStart(6, "0"),
  unitPrice,
  units,
});
const shown = (sales: NettingLine[], credits: NettingLine[]) =>
  computeCreditMatches(sales, credits).map(({ credit, sale, units }) => [
    credit.orderId,
    sale.orderId,
    units,
  ]);

test("the latest earlier sale at the same price is taken back first", () => {
  expect(shown([line(1, 10, 5), line(2, 20, 3), line(3, 40, 9)], [line(9, 30, 6)])).toEqual([
    [9, 2, 3],
    [9, 1, 3],
  ]);
});

test("an order keyed wrong and cancelled minutes later comes to nothing", () => {
  expect(shown([line(1, 100, 80_995)], [line(2, 112, 80_995)])).toEqual([[2, 1, 80_995]]);
});

test("a later sale, another price and too many units stay unmatched", () => {
  expect(shown([line(1, 50, 5)], [line(9, 40, 5)])).toEqual([]);
  expect(shown([line(1, 10, 5, "3")], [line(9, 40, 5)])).toEqual([]);
  expect(shown([line(1, 10, 2)], [line(9, 40, 5)])).toEqual([[9, 1, 2]]);
});

const lines = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 20 }),
    units: fc.integer({ min: 1, max: 9 }),
    price: fc.constantFrom("1", "2"),
  }),
  { maxLength: 12 },
);

test("no unit is taken back twice, no credit takes more than it has, and the order of arrival does not matter", () => {
  fc.assert(
    fc.property(lines, lines, fc.infiniteStream(fc.nat()), (sold, credited, random) => {
      const sales = sold.map(({ at, units, price }, index) => line(index + 1, at, units, price));
      const credits = credited.map(({ at, units, price }, index) => line(index + 101, at, units, price));
      const matches = computeCreditMatches(sales, credits);
      for (const sale of sales)
        expect(
          matches.filter((match) => match.sale === sale).reduce((sum, match) => sum + match.units, 0),
        ).toBeLessThanOrEqual(sale.units);
      for (const credit of credits)
        expect(
          matches.filter((match) => match.credit === credit).reduce((sum, match) => sum + match.units, 0),
        ).toBeLessThanOrEqual(credit.units);
      const shuffled = <T>(list: T[]) =>
        list
          .map((item) => ({ item, rank: random.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ item }) => item);
      expect(shown(shuffled(sales), shuffled(credits))).toEqual(shown(sales, credits));
    }),
  );
});
