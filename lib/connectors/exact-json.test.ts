import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExact, plainDecimal } from "./exact-json";

test("ids beyond 2^53 and amounts keep every digit", () => {
  const raw = '{"campaignId":90071992547409931,"adId":"90071992547409932","cost":0.10,"rows":[-1.50,1E3]}';
  expect(parseExact(raw)).toEqual({
    campaignId: "90071992547409931",
    adId: "90071992547409932",
    cost: "0.10",
    rows: ["-1.50", "1E3"],
  });
  expect(JSON.parse(raw).campaignId).not.toBe("90071992547409931");
});

test("leaves texts, keys and everything but numbers as they are", () => {
  const asText = (value: unknown): unknown => {
    if (typeof value === "number") return JSON.stringify(value);
    if (Array.isArray(value)) return value.map(asText);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value);
      expect(JSON.stringify(parseExact(json))).toBe(JSON.stringify(asText(JSON.parse(json))));
    }),
  );
  for (const broken of ['{"a":1', "{1:2}}", '["a', ""]) expect(() => parseExact(broken)).toThrow(SyntaxError);
});

test("writes exponents out", () => {
  expect(["1.5E-4", "12.340", "1e3", "-2.5e1", "0.0", "1.234E2", "5E-1"].map(plainDecimal)).toEqual([
    "0.00015",
    "12.340",
    "1000",
    "-25",
    "0.0",
    "123.4",
    "0.5",
  ]);
  expect(() => plainDecimal("x")).toThrow(RangeError);
});
