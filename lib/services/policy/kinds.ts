/** What can be set going. */
export const actionKinds = ["transfer", "ad_pause", "ad_resume", "ad_budget", "publish_quantity"] as const;
export type GovernedKind = (typeof actionKinds)[number];

/** watch: it is worked out and shown, nobody approves it. propose: people approve. act: the policy itself approves, within its limits. */
export const modes = ["watch", "propose", "act"] as const;
export type Mode = (typeof modes)[number];

/** Thresholds that may differ by place. */
export const exceptionPaths = [
  "stock.atRiskProbability",
  "stock.serviceLevel",
  "stock.excessAfterDays",
  "transfers.hurdleShare",
  "transfers.donorFloorQuantile",
  "ads.resumeHysteresis",
  "ads.minHoursBetweenToggles",
  "ads.leastProbability",
  "ads.budgetRaiseShare",
  "freshness.stockHours",
  "freshness.ordersHours",
  "freshness.adSpendHours",
] as const;
export type ExceptionPath = (typeof exceptionPaths)[number];
