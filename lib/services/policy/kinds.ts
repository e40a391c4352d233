/** What can be set going. */
export const actionKinds = ["transfer", "ad_pause", "ad_resume", "ad_budget", "publish_quantity"] as const;
export type GovernedKind = (typeof actionKinds)[number];

/** Whose decision each kind is, whoever's card it stands on. */
export const teamOfKind = {
  transfer: "supply",
  ad_pause: "marketing",
  ad_resume: "marketing",
  ad_budget: "marketing",
  publish_quantity: "operator",
} as const satisfies Record<GovernedKind, "supply" | "marketing" | "operator">;

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
] as const;

const ofShelf = ["team", "category", "location"] as const;
const ofPlan = ["team", "category"] as const;
const ofCampaign = ["team", "channel"] as const;

/** By what a threshold may differ: by what it is asked for. A SKU is planned over all its places at once. */
export const exceptionScopes: Record<
  (typeof exceptionPaths)[number],
  readonly ("team" | "category" | "channel" | "location")[]
> = {
  "stock.atRiskProbability": ofShelf,
  "stock.serviceLevel": ofShelf,
  "stock.excessAfterDays": ofShelf,
  "transfers.hurdleShare": ofPlan,
  "transfers.donorFloorQuantile": ofPlan,
  "ads.resumeHysteresis": ofCampaign,
  "ads.minHoursBetweenToggles": ofCampaign,
  "ads.leastProbability": ofCampaign,
  "ads.budgetRaiseShare": ofCampaign,
  "freshness.stockHours": ["category", "location"],
  "freshness.ordersHours": ["channel"],
};
export type ExceptionPath = (typeof exceptionPaths)[number];
