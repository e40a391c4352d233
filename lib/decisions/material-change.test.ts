import fc from "fast-check";
import { expect, test } from "vitest";
import type { MaterialFacts } from "./material-change";
import { materialChanges, materialHash } from "./material-change";
import type { Evidence } from "./types";

const available = (value: number | null, location = "LAX"): Evidence => ({
  key: "available",
  value,
  unit: "units",
  source: "wms",
  asOf: "2026-11-22T12:00:00Z",
  params: { location },
});
const facts: MaterialFacts = {
  optionKey: "transfer:12",
  valueMinor: 100_000,
  quantityUnits: 240,
  packSizeUnits: 12,
  state: "out",
  evidence: [available(910), available(0, "SZX")],
};

test("nothing that would change a mind is no change, whatever the inputs did", () => {
  const after = {
    ...facts,
    valueMinor: 119_000,
    quantityUnits: 252,
    evidence: [available(850), available(0, "SZX")],
  };
  expect(materialChanges(facts, after)).toEqual([]);
});

test("the same units from another place, or another ad, are another way of the same option", () => {
  const plan = { ...facts, optionKey: "transfer:plan", steps: { "transfer:1": 120, "transfer:2": 120 } };
  const other = { key: "option", before: "transfer:plan", after: "transfer:plan", isCause: true };
  const changes = (steps: Record<string, number>) => materialChanges(plan, { ...plan, steps });
  expect(changes({ "transfer:3": 120, "transfer:4": 120 })).toMatchObject([other]);
  expect(changes({ "transfer:1": 204, "transfer:2": 36 })).toMatchObject([other]);
  expect(changes({ "transfer:1": 132, "transfer:2": 108 })).toEqual([]);
  const { steps: _, ...before } = plan;
  expect(materialChanges(before, plan)).toEqual([]);
});

test("a value that fell by a third comes with the input that explains it, and no other", () => {
  const after = { ...facts, valueMinor: 66_000, evidence: [available(600), available(0, "SZX")] };
  expect(materialChanges(facts, after)).toEqual([
    { key: "value", params: {}, unit: "minor", before: 100_000, after: 66_000, isCause: true },
    { key: "available", params: { location: "LAX" }, unit: "units", before: 910, after: 600, isCause: false },
  ]);
});

test.each<[string, Partial<MaterialFacts>]>([
  ["option", { optionKey: "ad_pause" }],
  ["state", { state: "at_risk" }],
  ["quantity", { quantityUnits: 265 }],
  ["quantity", { quantityUnits: null }],
  ["value", { valueMinor: -5 }],
])("%s alone is enough: %j", (key, change) => {
  expect(materialChanges(facts, { ...facts, ...change }).map((one) => one.key)).toContain(key);
});

test("an input that became unknown, appeared or went is named", () => {
  const after = { ...facts, state: "at_risk", evidence: [available(null), available(5, "FRA")] };
  const inputs = materialChanges(facts, after).filter(({ isCause }) => !isCause);
  expect(inputs.map(({ params, before, after: now }) => [params.location, before, now])).toEqual([
    ["LAX", 910, null],
    ["FRA", null, 5],
    ["SZX", 0, null],
  ]);
});

test("from zero any change matters", () => {
  expect(materialChanges({ ...facts, valueMinor: 0 }, { ...facts, valueMinor: 1 })).not.toEqual([]);
});

test("the hash ignores evidence and holds apart what is far apart", () => {
  expect(materialHash({ ...facts, evidence: [] })).toBe(materialHash(facts));
  expect(materialHash({ ...facts, valueMinor: 100_500 })).toBe(materialHash(facts));
  fc.assert(
    fc.property(
      fc.integer({ min: 1_000, max: 1e9 }),
      fc.double({ min: 1.5, max: 50, noNaN: true }),
      (valueMinor, factor) => {
        const near = { ...facts, valueMinor };
        expect(materialHash({ ...near, valueMinor: Math.round(valueMinor * factor) })).not.toBe(
          materialHash(near),
        );
        expect(materialHash({ ...near, valueMinor: -valueMinor })).not.toBe(materialHash(near));
      },
    ),
  );
});
