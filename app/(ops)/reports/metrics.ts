/** How a metric's figures are printed. */
export type MetricKind = "share" | "money" | "number" | "seconds";

/** What can be reported, in reading order. */
export const metrics = {
  revenue_minor: "money",
  units_sold: "number",
  in_stock_rate: "share",
  stocked_out_count: "number",
  lost_sales_minor: "money",
  turnover: "number",
  stock_value_minor: "money",
  excess_minor: "money",
  ad_spend_minor: "money",
  ad_wasted_minor: "money",
  roas: "number",
  acos: "share",
  tacos: "share",
  order_accuracy: "share",
  hand_touched_share: "share",
  returns_late_count: "number",
  sync_lag_p50_seconds: "seconds",
  sync_lag_p95_seconds: "seconds",
  fragmentation_minor: "money",
} as const satisfies Record<string, MetricKind>;
export type Metric = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as Metric[];

export const periods = { "4w": 28, "13w": 91, "26w": 182 } as const;
export type Period = keyof typeof periods;

/** What an address asks for; anything unknown falls back to the whole company's lost sales of 13 weeks. */
export function readReportQuery(params: Record<string, string | string[] | undefined>): {
  metric: Metric;
  scope: string;
  period: Period;
} {
  const one = (key: string) => (Array.isArray(params[key]) ? params[key]?.[0] : params[key]);
  const metric = metricNames.find((name) => name === one("metric")) ?? "lost_sales_minor";
  const period = (Object.keys(periods) as Period[]).find((name) => name === one("period")) ?? "13w";
  const scope = /^(all|(channel|location):\d+)$/.test(one("scope") ?? "") ? (one("scope") ?? "all") : "all";
  return { metric, scope, period };
}
