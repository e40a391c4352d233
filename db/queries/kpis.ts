import type { Queryable } from "@/db/client";
import { addDays } from "@/lib/core/clock";

export type KpiUnit = "share" | "minor" | "count" | "units" | "turns" | "ratio" | "seconds";

interface Definition {
  unit: KpiUnit;
  /** How days become a period: parts divided, values added, the last one, or their average. */
  period: { divide: [numerator: string, denominator: string] } | "sum" | "last" | "mean";
  /** Which way is good. */
  better: "up" | "down";
  /** Newest days that are left out because they are not complete yet. */
  incompleteDays: number;
  target?: number;
  /** What is usual in trade. */
  usual?: [low: number, high: number];
}

const attribution = 4; // three days that platforms add to, and today

/** Every figure kpi_daily holds that a page may show as one number with its trend. */
export const kpiDefinitions = {
  in_stock_rate: {
    unit: "share",
    period: { divide: ["expectedInStock", "expected"] },
    better: "up",
    incompleteDays: 0,
  },
  stocked_out_count: { unit: "count", period: "last", better: "down", incompleteDays: 0 },
  at_risk_count: { unit: "count", period: "last", better: "down", incompleteDays: 0 },
  excess_count: { unit: "count", period: "last", better: "down", incompleteDays: 0 },
  excess_minor: { unit: "minor", period: "last", better: "down", incompleteDays: 0 },
  stock_value_minor: { unit: "minor", period: "last", better: "down", incompleteDays: 0 },
  lost_sales_minor: { unit: "minor", period: "mean", better: "down", incompleteDays: 1 },
  turnover: { unit: "turns", period: "last", better: "up", incompleteDays: 0, target: 4, usual: [3, 6] },
  units_sold: { unit: "units", period: "sum", better: "up", incompleteDays: 1 },
  revenue_minor: { unit: "minor", period: "sum", better: "up", incompleteDays: 1 },
  ad_spend_minor: { unit: "minor", period: "sum", better: "down", incompleteDays: 1 },
  ad_wasted_minor: { unit: "minor", period: "mean", better: "down", incompleteDays: 1, target: 0 },
  ad_sales_minor: { unit: "minor", period: "sum", better: "up", incompleteDays: attribution },
  acos: {
    unit: "share",
    period: { divide: ["spendMinor", "adSalesMinor"] },
    better: "down",
    incompleteDays: attribution,
  },
  roas: {
    unit: "ratio",
    period: { divide: ["adSalesMinor", "spendMinor"] },
    better: "up",
    incompleteDays: attribution,
  },
  tacos: {
    unit: "share",
    period: { divide: ["spendMinor", "allSalesMinor"] },
    better: "down",
    incompleteDays: 1,
  },
  order_accuracy: {
    unit: "share",
    period: { divide: ["equal", "checked"] },
    better: "up",
    incompleteDays: 0,
    target: 0.999,
    usual: [0.95, 0.98],
  },
  hand_touched_share: {
    unit: "share",
    period: { divide: ["touched", "orders"] },
    better: "down",
    incompleteDays: 0,
    usual: [0.2, 0.35],
  },
  returns_late_count: { unit: "count", period: "last", better: "down", incompleteDays: 0, target: 0 },
  sync_lag_p50_seconds: { unit: "seconds", period: "mean", better: "down", incompleteDays: 0 },
  sync_lag_p95_seconds: { unit: "seconds", period: "mean", better: "down", incompleteDays: 0, target: 900 },
  sync_lag_p99_seconds: { unit: "seconds", period: "mean", better: "down", incompleteDays: 0 },
  drift_oversell_listings: { unit: "count", period: "last", better: "down", incompleteDays: 0, target: 0 },
  drift_oversell_units: { unit: "units", period: "last", better: "down", incompleteDays: 0, target: 0 },
  drift_hidden_listings: { unit: "count", period: "last", better: "down", incompleteDays: 0, target: 0 },
  drift_hidden_units: { unit: "units", period: "last", better: "down", incompleteDays: 0, target: 0 },
  fragmentation_minor: { unit: "minor", period: "sum", better: "down", incompleteDays: 1 },
} as const satisfies Record<string, Definition>;

export type KpiMetric = keyof typeof kpiDefinitions;

export interface KpiPoint {
  /** First and last day of the period. */
  from: string;
  to: string;
  /** Null: no day of it is known. */
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface Kpi {
  metric: KpiMetric;
  scope: string;
  unit: KpiUnit;
  better: "up" | "down";
  /** "day": money is the average of a day of the period. */
  per: "day" | "period" | null;
  /** The newest period; its days and figure are the last point of `series`. */
  value: number | null;
  low: number | null;
  high: number | null;
  /** The period before; null: unknown. */
  previous: number | null;
  /** What the figure counts in the newest period (orders, checks …): below 20 no per cent is said. Null: not a count. */
  events: number | null;
  /** Oldest first, 13 or more; periods without data are null, never 0. */
  series: KpiPoint[];
  /** Least and greatest of the eight periods before the newest; null: fewer than four are known. */
  normal: [number, number] | null;
  target: number | null;
  usual: [number, number] | null;
  /** When it was worked out; null: never. */
  asOf: Date | null;
  /** Sums of the parts of the newest period, for the explanation. */
  inputs: Record<string, number>;
}

interface Day {
  metric: KpiMetric;
  day: string;
  value: number | null;
  low: number | null;
  high: number | null;
  parts: Record<string, unknown>;
  computedAt: Date;
}

/**
 * Figures with the period before, 13 points and what is normal. Periods are `periodDays` long and end with the newest
 * complete day; a figure that is a standing (stock, counts) takes the last day of each. `today` is the UTC day.
 */
export async function loadKpis(
  db: Queryable,
  params: {
    metrics: readonly KpiMetric[];
    scope?: string;
    today: string;
    periodDays?: number;
    points?: number;
  },
): Promise<Kpi[]> {
  const { metrics, scope = "all", today, periodDays = 7, points = 13 } = params;
  const rows = await db<Day[]>`
    select metric, day, value, low, high, parts, computed_at as "computedAt"
    from kpi_daily
    where metric = any(${[...metrics]}) and scope = ${scope} and day > ${today}::date - ${periodDays * points + attribution}::int
      and day <= ${today}
    order by metric, day`;
  return metrics.map((metric) => {
    const days = rows.filter((row) => row.metric === metric);
    return kpiOf(metric, scope, days, { today, periodDays, points });
  });
}

function kpiOf(
  metric: KpiMetric,
  scope: string,
  days: readonly Day[],
  at: { today: string; periodDays: number; points: number },
): Kpi {
  const definition: Definition = kpiDefinitions[metric];
  const last = addDays(at.today, -definition.incompleteDays);
  const series = Array.from({ length: at.points }, (_, i) => {
    const to = addDays(last, -at.periodDays * (at.points - 1 - i));
    const from = addDays(to, 1 - at.periodDays);
    return { from, to, ...periodOf(definition, daysWithin(days, from, to)) };
  });
  const newest = series.at(-1);
  const current = newest ? daysWithin(days, newest.from, newest.to) : [];
  const before = series.slice(-9, -1).flatMap((point) => point.value ?? []);
  const inputs = sumOfParts(current);
  return {
    metric,
    scope,
    unit: definition.unit,
    better: definition.better,
    per: definition.period === "mean" ? "day" : definition.period === "sum" ? "period" : null,
    value: newest?.value ?? null,
    low: newest?.low ?? null,
    high: newest?.high ?? null,
    previous: series.at(-2)?.value ?? null,
    events: eventsOf(definition, newest?.value ?? null, inputs),
    series,
    normal: before.length >= 4 ? [Math.min(...before), Math.max(...before)] : null,
    target: definition.target ?? null,
    usual: definition.usual ?? null,
    asOf: days.reduce<Date | null>(
      (newer, day) => (newer && newer > day.computedAt ? newer : day.computedAt),
      null,
    ),
    inputs,
  };
}

const daysWithin = (days: readonly Day[], from: string, to: string) =>
  days.filter((day) => day.day >= from && day.day <= to);

function periodOf({ period }: Definition, days: readonly Day[]): Pick<KpiPoint, "value" | "low" | "high"> {
  const known = days.filter((day) => day.value !== null);
  if (known.length === 0) return { value: null, low: null, high: null };
  if (typeof period === "object") {
    const sums = sumOfParts(days);
    const whole = sums[period.divide[1]] ?? 0;
    return { value: whole > 0 ? (sums[period.divide[0]] ?? 0) / whole : null, low: null, high: null };
  }
  if (period === "last") {
    const day = known.at(-1);
    return { value: day?.value ?? null, low: day?.low ?? null, high: day?.high ?? null };
  }
  const share = period === "mean" ? 1 / known.length : 1;
  const sum = (of: (day: Day) => number | null) => {
    const values = known.flatMap((day) => of(day) ?? []);
    return values.length > 0 ? values.reduce((total, value) => total + value, 0) * share : null;
  };
  return { value: sum((day) => day.value), low: sum((day) => day.low), high: sum((day) => day.high) };
}

function eventsOf(
  { period, unit }: Definition,
  value: number | null,
  inputs: Record<string, number>,
): number | null {
  if (typeof period === "object" && unit === "share") return inputs[period.divide[1]] ?? null;
  return unit === "count" || unit === "units" ? value : null;
}

function sumOfParts(days: readonly Day[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { parts } of days) {
    for (const [name, value] of Object.entries(parts)) {
      if (typeof value === "number") sums[name] = (sums[name] ?? 0) + value;
    }
  }
  return sums;
}

export const fragmentationLines = ["lostSales", "excessCarrying", "wastedSpend", "errors"] as const;
export type FragmentationLine = (typeof fragmentationLines)[number];

export interface FragmentationWeek {
  /** Monday. */
  week: string;
  /** Days of it that are known, 1 to 7: below 7 it is not complete. */
  days: number;
  lines: Record<FragmentationLine, { low: number; mid: number; high: number }>;
}

/** The cost of fragmentation a week with its four lines, oldest first. Amounts in the company's currency. */
export async function loadFragmentation(
  db: Queryable,
  params: { today: string; weeks?: number },
): Promise<FragmentationWeek[]> {
  const rows = await db<
    { week: string; days: number; line: FragmentationLine; low: number; mid: number; high: number }[]
  >`
    select date_trunc('week', day)::date as week, count(*)::int as days, l.line,
      sum((k.parts -> l.line ->> 'low')::float8) as low, sum((k.parts -> l.line ->> 'mid')::float8) as mid,
      sum((k.parts -> l.line ->> 'high')::float8) as high
    from kpi_daily k cross join unnest(${[...fragmentationLines]}::text[]) l (line)
    where metric = 'fragmentation_minor' and scope = 'all' and day <= ${params.today}
      and day >= date_trunc('week', ${params.today}::date)::date - ${((params.weeks ?? 13) - 1) * 7}::int
    group by 1, 3 order by 1`;
  const weeks = new Map<string, FragmentationWeek>();
  const nothing = () => ({ low: 0, mid: 0, high: 0 });
  for (const { week, days, line, low, mid, high } of rows) {
    const found = weeks.get(week) ?? {
      week,
      days,
      lines: { lostSales: nothing(), excessCarrying: nothing(), wastedSpend: nothing(), errors: nothing() },
    };
    found.lines[line] = { low, mid, high };
    weeks.set(week, found);
  }
  return [...weeks.values()];
}

export interface DecisionWeek {
  week: string;
  /** Carried out and proved. */
  actions: number;
  /** Of those, measured. */
  measured: number;
  expectedLowMinor: number;
  expectedMinor: number;
  expectedHighMinor: number;
  /** Null: none is measured yet. */
  realisedLowMinor: number | null;
  realisedMinor: number | null;
  realisedHighMinor: number | null;
}

/** Expected and realised value of what was approved, by week of its verification, oldest first; expected counts all of them. */
export function loadDecisionWeeks(
  db: Queryable,
  params: { today: string; weeks?: number },
): Promise<DecisionWeek[]> {
  return db<DecisionWeek[]>`
    select date_trunc('week', verified_at at time zone 'UTC')::date as week, count(*)::int as actions,
      count(realised_minor)::int as measured,
      coalesce(sum(expected_low_minor), 0)::bigint as "expectedLowMinor", coalesce(sum(expected_minor), 0)::bigint as "expectedMinor",
      coalesce(sum(expected_high_minor), 0)::bigint as "expectedHighMinor", sum(realised_low_minor)::bigint as "realisedLowMinor",
      sum(realised_minor)::bigint as "realisedMinor", sum(realised_high_minor)::bigint as "realisedHighMinor"
    from action
    where state = 'verified' and undo_of is null
      and verified_at >= date_trunc('week', ${params.today}::date) - make_interval(weeks => ${(params.weeks ?? 13) - 1})
    group by 1 order by 1`;
}

/** One figure's days in every scope of a kind, for charts that compare channels or locations. */
export function loadKpiDays(
  db: Queryable,
  params: {
    metric: KpiMetric;
    scopeKind: "all" | "channel" | "location" | "connection";
    from: string;
    to: string;
  },
): Promise<{ scope: string; day: string; value: number | null; low: number | null; high: number | null }[]> {
  const scope = params.scopeKind === "all" ? db`scope = 'all'` : db`scope like ${`${params.scopeKind}:%`}`;
  return db`
    select scope, day, value, low, high from kpi_daily
    where metric = ${params.metric} and ${scope} and day between ${params.from} and ${params.to} order by scope, day`;
}
