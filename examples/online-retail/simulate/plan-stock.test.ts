import fc from "fast-check";
import { expect, test } from "vitest";
import { planStock } from "./plan-stock";
import { seeded } from "./seeded";

test("no week ends below zero, and the plan follows from the seed", () => {
  const flow = fc.record({ sold: fc.nat(300), adjusted: fc.integer({ min: -80, max: 40 }) });
  fc.assert(
    fc.property(fc.array(flow, { minLength: 1, maxLength: 60 }), fc.nat(), (flows, seed) => {
      const weeks = flows.map((entry, index) => ({ week: String(index), ...entry }));
      const plan = planStock(weeks, seeded(seed, "x"));
      expect(planStock(weeks, seeded(seed, "x"))).toEqual(plan);
      let level = plan.opening;
      for (const { week, sold, adjusted } of weeks) {
        level += plan.receipts
          .filter((receipt) => receipt.week === week)
          .reduce((sum, { units }) => sum + units, 0);
        level += adjusted - sold;
        expect(level).toBeGreaterThanOrEqual(0);
      }
      expect(level).toBe(plan.closing);
    }),
  );
});
