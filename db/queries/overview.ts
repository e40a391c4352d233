import type { Queryable } from "@/db/client";

/** One week of a KPI over the whole company. Weeks end on the last full day, so that each has seven days. */
export interface KpiWeek {
  metric: string;
  /** First day, YYYY-MM-DD. */
  from: string;
  to: string;
  /** Mean of the days' values; null: none of them is known. */
  mean: number | null;
  last: number | null;
  low: number | null;
  high: number | null;
  /** Sums of the numbers in the days' parts, by name. */
  sums: Record<string, number>;
  computedAt: Date | null;
}

/** The last `weeks` weeks of some metrics, oldest first, from kpi_daily alone. */
export async function kpiWeeks(
  db: Queryable,
  metrics: readonly string[],
  weeks: number,
  today: string,
): Promise<KpiWeek[]> {
  return db<KpiWeek[]>`
    with days as (
      select metric, day, value, low, high, parts, computed_at, (${today}::date - 1 - day) / 7 as weeks_ago
      from kpi_daily where metric = any(${[...metrics]}) and scope = 'all' and day < ${today}::date and day >= ${today}::date - 7 * ${weeks}::int
    ), sums as (
      select d.metric, d.weeks_ago, jsonb_object_agg(key, total) as sums from (
        select d.metric, d.weeks_ago, p.key, sum(case jsonb_typeof(p.value) when 'number' then p.value::text::float8 when 'object' then (p.value ->> 'mid')::float8 end) as total
        from days d cross join lateral jsonb_each(d.parts) p where jsonb_typeof(p.value) in ('number', 'object') group by 1, 2, 3
      ) d group by 1, 2
    )
    select d.metric, min(d.day) as "from", max(d.day) as "to", avg(d.value) as mean, (array_agg(d.value order by d.day desc))[1] as last,
      avg(d.low) as low, avg(d.high) as high, coalesce(s.sums, '{}') as sums, max(d.computed_at) as "computedAt"
    from days d left join sums s using (metric, weeks_ago)
    group by d.metric, d.weeks_ago, s.sums order by d.metric, d.weeks_ago desc`;
}
