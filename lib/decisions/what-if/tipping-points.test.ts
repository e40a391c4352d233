import fc from "fast-check";
import { expect, test } from "vitest";
import { type Dial, findTippingPoints } from "./tipping-points";

const dial = (now: number, probes: number[], resolution = 1): Dial<number> => ({
  key: "freight",
  params: {},
  now,
  probes,
  resolution,
  at: (value) => value,
});

test("a transfer that pays while freight is at most 110: told as 110, with what is best beyond", async () => {
  const { points, evaluations } = await findTippingPoints(
    [dial(50, [60, 75, 100, 150, 300])],
    "transfer",
    (freight) => (freight <= 110 ? "transfer" : "reorder"),
  );
  expect(points).toEqual([
    { key: "freight", params: {}, now: 50, direction: "above", holdsUntil: 110, becomes: "reorder" },
  ]);
  // 4 steps, then 150 → 100 is halved six times.
  expect(evaluations).toBeLessThanOrEqual(10);
});

test("stock that may fall to 84, and a dial that changes nothing as far as it goes", async () => {
  const { points, steady } = await findTippingPoints(
    [dial(630, [600, 400, 100, 0]), dial(630, [700, 2_000])],
    "transfer",
    (units) => (units >= 84 ? "transfer" : null),
  );
  expect(points).toMatchObject([{ direction: "below", holdsUntil: 84, becomes: null }]);
  expect(steady).toEqual([{ key: "freight", params: {}, now: 630, holdsUntil: 2_000 }]);
});

test("without evaluations left nothing is claimed", async () => {
  const asked: number[] = [];
  const { points, steady } = await findTippingPoints(
    [dial(0, [1, 2, 3])],
    "a",
    (value) => {
      asked.push(value);
      return "a";
    },
    { limit: 2 },
  );
  expect([points, steady, asked]).toEqual([[], [], []]);
});

test("property: the same is best at the point told and another one step beyond, within the evaluations", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 500 }),
      fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 6 }),
      async (threshold, steps) => {
        const probes = [...new Set(steps)].sort((a, b) => a - b);
        const decide = (value: number) => (value <= threshold ? "a" : "b");
        const { points, evaluations } = await findTippingPoints([dial(0, probes)], "a", decide);
        expect(evaluations).toBeLessThanOrEqual(150);
        for (const point of points) {
          expect(decide(point.holdsUntil)).toBe("a");
          expect(decide(point.holdsUntil + 1)).toBe("b");
        }
        expect(points.length).toBe((probes.at(-1) ?? 0) > threshold ? 1 : 0);
      },
    ),
  );
});
