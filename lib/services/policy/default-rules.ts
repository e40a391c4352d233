import { minorDigits } from "@/lib/core/money";
import type { Authority } from "./authority";
import { actionKinds } from "./kinds";
import type { PolicyRules } from "./rules";

/** The rules a new workspace starts with; money amounts in the given currency. */
export function defaultRules(baseCurrency: string): PolicyRules {
  const unit = 10 ** minorDigits(baseCurrency);
  return {
    stock: { atRiskProbability: 0.3, serviceLevel: 0.95, excessAfterDays: 90, fallbackLeadTimeDays: 14 },
    transfers: {
      horizonDays: 28,
      hurdleShare: 0.1,
      donorFloorQuantile: 0.5,
      holdingRatePerYear: 0.2,
      cooldownDays: 7,
    },
    // 26 to 45 % of shoppers switch to another product of the shelf (Gruen & Corsten, 2008).
    sales: { substitutionShare: 0.3 },
    ads: {
      resumeHysteresis: 0.1,
      minHoursBetweenToggles: 24,
      leastProbability: 0.05,
      budgetRaiseShare: 1,
      budgetShiftShare: 0.2,
      responseElasticity: 0.7,
      lookBackDays: 7,
    },
    freshness: { stockHours: 6, ordersHours: 6, adSpendHours: 24 },
    drift: { toleranceUnits: 5, toleranceShare: 0.1 },
    lag: { goodSeconds: 900, fairSeconds: 3_600, lateSeconds: 21_600 },
    review: { items: 20, moneyMinor: 10_000 * unit },
    // ISA-18.2: no more than 5 % of the alarms in the highest class, 15 % in the next.
    queue: { urgentShare: 0.05, highShare: 0.15 },
    costs: {
      carryingRatePerYear: { low: 0.15, mid: 0.2, high: 0.25 },
      errorMinorPerOrder: { low: 5 * unit, mid: 12 * unit, high: 25 * unit },
    },
    returns: { lateAfterDays: 14 },
    exceptions: [],
    authority: defaultAuthority(unit),
  };
}

/** One person decides what is usual; twice a month's worth of a small warehouse needs two. */
function defaultAuthority(unit: number): Authority {
  const row = { scope: {}, mostMinor: null, mostUnits: null, dailyCount: null, dailyMinor: null };
  return {
    modes: actionKinds.map((kind) => ({
      kind,
      scope: {},
      mode: kind === "ad_resume" ? ("act" as const) : ("propose" as const),
      cooldownHours: 0,
    })),
    limits: [
      { ...row, who: "supply", kind: "transfer", mostMinor: 50_000 * unit, mostUnits: 5_000 },
      { ...row, who: "marketing", kind: "any", mostMinor: 10_000 * unit },
      { ...row, who: "operator", kind: "publish_quantity", mostUnits: 10_000 },
      { ...row, who: "autopilot", kind: "ad_resume", dailyCount: 200 },
    ],
    blackouts: [],
  };
}
