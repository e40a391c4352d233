import type { StatusRules } from "@/lib/metrics/stock-state/run";
import type { PolicyRules } from "./rules";
import { rulesFor } from "./rules-for";

/** What the status of a shelf follows, as it holds for its SKU's category and its location. */
export function statusRules(
  rules: PolicyRules,
): (shelf: { category: string | null; locationCode: string }) => StatusRules {
  const known = new Map<string, StatusRules>();
  return ({ category, locationCode }) => {
    const key = `${locationCode}/${category ?? ""}`;
    const before = known.get(key);
    if (before) return before;
    const { stock, sales, costs } = rulesFor(rules, {
      team: "supply",
      categories: category === null ? [] : [category],
      locations: [locationCode],
    });
    const found = {
      ...stock,
      substitutionShare: sales.substitutionShare,
      carryingRatePerYear: costs.carryingRatePerYear.mid,
    };
    known.set(key, found);
    return found;
  };
}
