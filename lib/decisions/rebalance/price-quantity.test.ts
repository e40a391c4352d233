import { expect, test } from "vitest";
import { decideRebalance } from "./decide";
import { problemOf } from "./golden-case";
import { priceQuantities, quantityLimits } from "./price-quantity";

const problem = problemOf({
  case: "an empty place, two donors",
  sku: { margin: 1_200, cost: 800, pack: 12 },
  places: {
    SZX: { available: 0, perDay: 10, dispersion: 0.2, safety: 25 },
    LAX: { available: 910, perDay: 8, dispersion: 0.2, safety: 20 },
    FRA: { available: 200, perDay: 1, dispersion: 0.2, safety: 10 },
  },
  lanes: {
    "LAX>SZX": { days: 6, freight: 90, handling: 10, fixed: 2_500, min: 24, max: 600 },
    "FRA>SZX": { days: 9, freight: 150, handling: 10, fixed: 2_500, hazmat: false },
  },
  expect: { moves: [], worth: "", proved: "", leftOut: [] },
});
const priced = (quantity: number, laneId = "LAX>SZX") => priceQuantities(problem, [{ laneId, quantity }]);

test("the plan's own quantities have the plan's value", () => {
  const plan = decideRebalance(problem);
  const again = priceQuantities(problem, plan.moves);
  expect(again).toMatchObject({ ok: true, value: plan.value });
});

test("no other quantity on the lane is worth more, and far too many lose money", () => {
  const alone = decideRebalance({ ...problem, lanes: problem.lanes.slice(0, 1) });
  const best = alone.value.midMinor;
  let values = 0;
  for (let quantity = 24; quantity <= 600; quantity += 12) {
    const price = priced(quantity);
    if (!price.ok) throw new Error(JSON.stringify(price.violations));
    // The plan maximises value − hurdle, so a little more value may lie in units below the hurdle.
    expect(price.value.midMinor).toBeLessThanOrEqual(
      best + 0.1 * 1_200 * Math.max(0, quantity - (alone.moves[0]?.quantity ?? 0)),
    );
    values++;
  }
  expect(values).toBe(49);
  const most = priced(600);
  expect(most.ok && most.value.midMinor).toBeLessThan(best);
});

test.each([
  [245, "not_whole_packs"],
  [12, "below_minimum"],
  [612, "above_maximum"],
])("%i units are refused: %s", (quantity, code) => {
  expect(priced(quantity)).toMatchObject({ ok: false, violations: [{ code }] });
});

test("an unknown lane and one that may not carry the goods are refused with the reason", () => {
  expect(priced(24, "TPE>SZX")).toMatchObject({
    ok: false,
    violations: [{ code: "lane_not_usable", why: "nothing_needed_there" }],
  });
  const hazardous = { ...problem, sku: { ...problem.sku, hazmat: true } };
  expect(priceQuantities(hazardous, [{ laneId: "FRA>SZX", quantity: 24 }])).toMatchObject({
    ok: false,
    violations: [{ code: "lane_not_usable", why: "goods_not_allowed" }],
  });
});

test("a donor cannot be asked for more than it can spare", () => {
  expect(priced(180, "FRA>SZX")).toMatchObject({
    ok: false,
    violations: [{ code: "above_maximum", mostUnits: 156 }],
  });
});

test("nothing chosen is worth nothing", () => {
  expect(priced(0)).toEqual({ ok: true, moves: [], value: { lowMinor: 0, midMinor: 0, highMinor: 0 } });
});

test("the limits of a lane are told before anything is chosen", () => {
  expect(quantityLimits(problem, "LAX>SZX")).toEqual({ leastUnits: 24, mostUnits: 600, stepUnits: 12 });
  expect(quantityLimits(problem, "TPE>SZX")).toBeNull();
});
