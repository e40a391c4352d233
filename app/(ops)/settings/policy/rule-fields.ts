import type { PolicyRules } from "@/lib/services/policy/rules";

/** How a rule is written on the page: in the unit people think in, `perUnit` of the stored unit each. */
export interface RuleField {
  /** Path inside the rules, such as stock.serviceLevel. */
  path: string;
  unit: "percent" | "days" | "hours" | "minutes" | "units" | "items" | "money";
  whole?: boolean;
}

/** The rules in the order of the page, by group. */
export const ruleGroups: { key: string; fields: RuleField[] }[] = [
  {
    key: "stock",
    fields: [
      { path: "stock.atRiskProbability", unit: "percent" },
      { path: "stock.serviceLevel", unit: "percent" },
      { path: "stock.excessAfterDays", unit: "days", whole: true },
      { path: "stock.fallbackLeadTimeDays", unit: "days", whole: true },
      { path: "sales.substitutionShare", unit: "percent" },
    ],
  },
  {
    key: "transfers",
    fields: [
      { path: "transfers.horizonDays", unit: "days", whole: true },
      { path: "transfers.hurdleShare", unit: "percent" },
      { path: "transfers.donorFloorQuantile", unit: "percent" },
      { path: "transfers.holdingRatePerYear", unit: "percent" },
      { path: "transfers.cooldownDays", unit: "days", whole: true },
    ],
  },
  {
    key: "ads",
    fields: [
      { path: "ads.resumeHysteresis", unit: "percent" },
      { path: "ads.leastProbability", unit: "percent" },
      { path: "ads.minHoursBetweenToggles", unit: "hours" },
      { path: "ads.budgetRaiseShare", unit: "percent" },
      { path: "ads.budgetShiftShare", unit: "percent" },
      { path: "ads.responseElasticity", unit: "percent" },
      { path: "ads.lookBackDays", unit: "days", whole: true },
    ],
  },
  {
    key: "freshness",
    fields: [
      { path: "freshness.stockHours", unit: "hours" },
      { path: "freshness.ordersHours", unit: "hours" },
      { path: "freshness.adSpendHours", unit: "hours" },
      { path: "lag.goodSeconds", unit: "minutes" },
      { path: "lag.fairSeconds", unit: "minutes" },
      { path: "lag.lateSeconds", unit: "minutes" },
      { path: "drift.toleranceUnits", unit: "units", whole: true },
      { path: "drift.toleranceShare", unit: "percent" },
    ],
  },
  {
    key: "review",
    fields: [
      { path: "review.items", unit: "items", whole: true },
      { path: "review.moneyMinor", unit: "money" },
      { path: "queue.urgentShare", unit: "percent" },
      { path: "queue.highShare", unit: "percent" },
    ],
  },
  {
    key: "costs",
    fields: [
      { path: "costs.carryingRatePerYear.low", unit: "percent" },
      { path: "costs.carryingRatePerYear.mid", unit: "percent" },
      { path: "costs.carryingRatePerYear.high", unit: "percent" },
      { path: "costs.errorMinorPerOrder.low", unit: "money" },
      { path: "costs.errorMinorPerOrder.mid", unit: "money" },
      { path: "costs.errorMinorPerOrder.high", unit: "money" },
      { path: "returns.lateAfterDays", unit: "days", whole: true },
    ],
  },
];

/** Stored amount of one unit of the page; `minorPerUnit` is 100 for currencies with cents. */
const storedPerShown = (unit: RuleField["unit"], minorPerUnit: number): number =>
  ({ percent: 0.01, minutes: 60, money: minorPerUnit })[unit as string] ?? 1;

const steady = (value: number) => Number(value.toPrecision(12));

/** A stored figure of a rule in the unit of the page. */
export const storedAsShown = (stored: number, { unit }: RuleField, minorPerUnit: number): number =>
  steady(stored / storedPerShown(unit, minorPerUnit));

/** What the page shows of a rule, null when the rules hold none at that path. */
export function shownRule(rules: PolicyRules, field: RuleField, minorPerUnit: number): number | null {
  const stored = field.path
    .split(".")
    .reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], rules);
  return typeof stored === "number" ? storedAsShown(stored, field, minorPerUnit) : null;
}

/** Rules with the page's fields put in; what the page does not show stays. `read` gives a field's text. */
export function rulesWith(
  rules: PolicyRules,
  read: (path: string) => string | null,
  minorPerUnit: number,
): unknown {
  const changed: unknown = structuredClone(rules);
  for (const { fields } of ruleGroups)
    for (const field of fields) {
      const text = read(field.path);
      if (text === null) continue;
      const keys = field.path.split(".");
      const last = keys.pop() ?? "";
      const holder = keys.reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], changed);
      const stored =
        text.trim() === "" ? null : steady(Number(text) * storedPerShown(field.unit, minorPerUnit));
      if (holder && typeof holder === "object") (holder as Record<string, unknown>)[last] = stored;
    }
  return changed;
}
