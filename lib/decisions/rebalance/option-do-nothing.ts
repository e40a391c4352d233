import { addRanges, negateRange, valueRange } from "@/lib/metrics/value-range/compute";
import type { DecisionOption } from "../types";
import { adSpendWasted } from "./missed-sales";
import type { ShortageContext } from "./shortage";

/** Doing nothing: its value is minus its cost, the margin of missed sales and the ad spend without stock. */
export function doNothingOption({ shortage, missed }: ShortageContext): DecisionOption {
  const margin = Math.max(0, shortage.problem.sku.marginMinorPerUnit);
  const wasted = adSpendWasted(missed, shortage.ads.spendMinorPerDay);
  const cost = addRanges([
    valueRange(missed.lowUnits * margin, missed.units * margin, missed.highUnits * margin),
    wasted,
  ]);
  return {
    key: "do_nothing",
    kind: "do_nothing",
    value: negateRange(cost),
    costMinor: cost.midMinor,
    effectInDays: null,
    quantity: Math.round(missed.units),
    unsolved: [
      { code: "units_short", units: missed.units },
      { code: "days_without_stock", days: missed.days },
    ],
    steps: [],
    executable: true,
  };
}
