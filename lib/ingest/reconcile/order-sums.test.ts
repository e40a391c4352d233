import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minorDigits, minorToDecimal } from "@/lib/core/money";
import { isUnusual, type OrderToSum, sumsDiffer } from "./order-sums";

const order = (more: Partial<OrderToSum> = {}): OrderToSum => ({
  currency: "GBP",
  total: "34.00",
  discount: "2.00",
  tax: "4.00",
  shipping: "2.00",
  lines: [{ lineNo: 1, quantity: 2, cancelled: 0, unitPrice: "15.00" }],
  ...more,
});

describe("an order that adds up is left alone", () => {
  test.each([
    ["total of goods, discount, tax and shipping", {}],
    ["tax contained in the prices", { total: "30.00" }],
    [
      "a total of what was not cancelled",
      { total: "19.00", lines: [{ lineNo: 1, quantity: 2, cancelled: 1, unitPrice: "15.00" }] },
    ],
    [
      "a price of three places, rounded by the line",
      {
        total: "5.12",
        discount: null,
        tax: null,
        shipping: null,
        lines: [{ lineNo: 1, quantity: 2, cancelled: 0, unitPrice: "2.5575" }],
      },
    ],
    [
      "a currency without cents",
      {
        currency: "JPY",
        total: "3000",
        discount: null,
        tax: null,
        shipping: null,
        lines: [{ lineNo: 1, quantity: 3, cancelled: 0, unitPrice: "1000" }],
      },
    ],
    ["nothing to pay", { total: "0", discount: "36.00" }],
  ] as [string, Partial<OrderToSum>][])("%s", (_, more) => {
    expect(sumsDiffer(order(more))).toBeNull();
  });
});

describe("an order that does not add up", () => {
  test("2 read as 20 names its line and the likely quantity", () => {
    const wrong = order({ lines: [{ lineNo: 1, quantity: 20, cancelled: 0, unitPrice: "15.00" }] });
    expect(sumsDiffer(wrong)).toEqual({
      totalMinor: 3_400,
      sumMinor: 30_400,
      likely: { lineNo: 1, quantity: 20, likelyQuantity: 2 },
    });
  });

  test("of two lines that would explain it the slip of a digit is meant", () => {
    const lines = [
      { lineNo: 1, quantity: 45, cancelled: 0, unitPrice: "10.00" },
      { lineNo: 2, quantity: 20, cancelled: 0, unitPrice: "10.00" },
    ];
    expect(sumsDiffer(order({ total: "474.00", lines }))?.likely).toEqual({
      lineNo: 2,
      quantity: 20,
      likelyQuantity: 2,
    });
  });

  test("a wrong price or a wrong total is found and explained by no quantity", () => {
    expect(sumsDiffer(order({ total: "34.37" }))).toMatchObject({ totalMinor: 3_437, likely: null });
  });
});

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 500 }),
  priceMillis: fc.integer({ min: 0, max: 5_000_000 }),
});
const lines = fc.array(line, { minLength: 1, maxLength: 12 });
const amount = fc.integer({ min: 0, max: 100_000 });

const built = (
  currency: string,
  given: readonly { quantity: number; priceMillis: number }[],
  extras: { discount: number; tax: number; shipping: number },
  roundsLines: boolean,
): OrderToSum => {
  const perMinor = 10 ** (3 - minorDigits(currency));
  const amounts = given.map(({ quantity, priceMillis }) => (quantity * priceMillis) / perMinor);
  const goods = roundsLines
    ? amounts.reduce((sum, each) => sum + Math.round(each), 0)
    : Math.round(amounts.reduce((sum, each) => sum + each, 0));
  return {
    currency,
    total: minorToDecimal(goods - extras.discount + extras.tax + extras.shipping, currency),
    discount: minorToDecimal(extras.discount, currency),
    tax: minorToDecimal(extras.tax, currency),
    shipping: minorToDecimal(extras.shipping, currency),
    lines: given.map(({ quantity, priceMillis }, index) => ({
      lineNo: index + 1,
      quantity,
      cancelled: 0,
      unitPrice: (priceMillis / 1_000).toFixed(3),
    })),
  };
};

test("a right order is never held, whichever way its source rounds", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("GBP", "JPY", "KWD"),
      lines,
      fc.record({ discount: amount, tax: amount, shipping: amount }),
      fc.boolean(),
      (currency, given, extras, roundsLines) => {
        expect(sumsDiffer(built(currency, given, extras, roundsLines))).toBeNull();
      },
    ),
    { numRuns: 1_000 },
  );
});

test("a quantity with a digit too many is always found where it costs more than rounding", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1_000, max: 999_000 }),
      (quantity, priceMillis) => {
        const right = built("GBP", [{ quantity, priceMillis }], { discount: 0, tax: 0, shipping: 399 }, true);
        const wrong = { ...right, lines: right.lines.map((one) => ({ ...one, quantity: quantity * 10 })) };
        expect(sumsDiffer(wrong)?.likely).toEqual({
          lineNo: 1,
          quantity: quantity * 10,
          likelyQuantity: quantity,
        });
      },
    ),
  );
});

test("a quantity is unusual only beside enough of a past, and far above all of it", () => {
  expect(isUnusual(200, { lines: 100, most: 12 })).toBe(true);
  expect(isUnusual(48, { lines: 100, most: 12 })).toBe(false);
  expect(isUnusual(200, { lines: 29, most: 1 })).toBe(false);
  expect(isUnusual(9, { lines: 100, most: 1 })).toBe(false);
});
