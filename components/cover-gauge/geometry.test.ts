import { expect, test } from "vitest";
import { type GaugeInput, gaugeGeometry } from "./geometry";

const base: GaugeInput = {
  availableUnits: 94,
  forecastPerDay: 10,
  safetyStockUnits: 140,
  excessLimitDays: 90,
  arrivals: [],
};
const width = 120;

test("the scale ends 30 days after the excess limit and is linear", () => {
  const shape = gaugeGeometry(base, width);
  expect(shape.scaleDays).toBe(120);
  expect(shape.coverDays).toBeCloseTo(9.4);
  expect(shape.water?.end).toBeCloseTo(9.4);
  expect(shape.band).toEqual({ from: 14, to: 90 });
});

test("the space between the water and the first tick is the time without stock", () => {
  const shape = gaugeGeometry({ ...base, arrivals: [{ days: 21, quantity: 240, confirmed: true }] }, width);
  expect(shape.gap?.from).toBeCloseTo(9.4);
  expect(shape.gap?.to).toBe(21);
  expect(shape.gap?.days).toBeCloseTo(11.6);
  expect(shape.withIncoming).toEqual({ from: 21, to: 45, days: 45 });
});

test("an arrival in time leaves no gap and adds its days to the run-out", () => {
  const shape = gaugeGeometry({ ...base, arrivals: [{ days: 5, quantity: 100, confirmed: false }] }, width);
  expect(shape.gap).toBeNull();
  expect(shape.withIncoming?.from).toBeCloseTo(9.4);
  expect(shape.withIncoming?.to).toBeCloseTo(19.4);
  expect(shape.ticks).toEqual([{ x: 5, confirmed: false, overdue: false }]);
});

test("out of stock: cap at 0, no bar; owed units are no negative length", () => {
  for (const availableUnits of [0, -12]) {
    const shape = gaugeGeometry({ ...base, availableUnits }, width);
    expect(shape.water).toEqual({ end: 0, bar: false, beyond: false });
    expect(shape.coverDays).toBe(0);
  }
});

test("unknown stock and no demand are two things, and neither is zero", () => {
  expect(gaugeGeometry({ ...base, availableUnits: null }, width).kind).toBe("unknown");
  expect(gaugeGeometry({ ...base, forecastPerDay: null }, width).kind).toBe("unknown");
  const none = gaugeGeometry({ ...base, forecastPerDay: 0 }, width);
  expect(none).toMatchObject({ kind: "noDemand", water: null, band: null, coverDays: null });
});

test("beyond the scale the water ends at the edge and keeps its figure", () => {
  const shape = gaugeGeometry({ ...base, availableUnits: 4000 }, width);
  expect(shape.water).toEqual({ end: 120, bar: true, beyond: true });
  expect(shape.coverDays).toBe(400);
  expect(shape.withIncoming).toBeNull();
});

test("a safety stock above the excess limit leaves one edge", () => {
  expect(gaugeGeometry({ ...base, safetyStockUnits: 900 }, width).band).toEqual({ only: 90 });
});

test("three ticks at most, overdue ones at zero, the rest counted", () => {
  const days = [-3, 10, 20, 30, 400];
  const shape = gaugeGeometry(
    { ...base, arrivals: days.map((d) => ({ days: d, quantity: 5, confirmed: true })) },
    width,
  );
  expect(shape.ticks.map((tick) => tick.x)).toEqual([0, 10, 20]);
  expect(shape.ticks[0]?.overdue).toBe(true);
  expect(shape.furtherArrivals).toBe(2);
});

test("less than two pixels of water draw the cap only", () => {
  expect(gaugeGeometry({ ...base, availableUnits: 15 }, width).water).toMatchObject({ bar: false });
  expect(gaugeGeometry({ ...base, availableUnits: 20 }, width).water).toMatchObject({ bar: true });
});
