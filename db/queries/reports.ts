import type { Queryable } from "@/db/client";

/** A scope with a name a person knows: the whole company, a channel or a place. */
export interface ReportScope {
  scope: string;
  name: string | null;
}

/** Scopes that have figures: `all` first, then channels and places by name. */
export async function reportScopes(db: Queryable): Promise<ReportScope[]> {
  return db<ReportScope[]>`
    select 'all' as scope, null as name
    union all select 'channel:' || id, name from channel where active
    union all select 'location:' || id, name from location where active`;
}

/** Each of the `days` days that end on `lastDay`, of a metric in a scope, oldest first; days without a row are left out. */
export async function reportSeries(
  db: Queryable,
  metric: string,
  scope: string,
  { days, lastDay }: { days: number; lastDay: string },
) {
  return db<
    {
      day: string;
      value: number | null;
      low: number | null;
      high: number | null;
      /** Units that the figure does not hold because their price is not known yet. */
      unpricedUnits: number;
      computedAt: Date;
    }[]
  >`
    select day, value, low, high, coalesce((parts ->> 'unpricedUnits')::int, 0) as "unpricedUnits", computed_at as "computedAt" from kpi_daily
    where metric = ${metric} and scope = ${scope} and day > ${lastDay}::date - ${days}::int and day <= ${lastDay}::date order by day`;
}

/** Mean of each metric in a scope over each of the last weeks before `today` (0: the newest full one). */
export async function reportWeeks(db: Queryable, scope: string, weeks: number, today: string) {
  return db<{ metric: string; weeksAgo: number; mean: number | null }[]>`
    select metric, ((${today}::date - 1 - day) / 7)::int as "weeksAgo", avg(value) as mean from kpi_daily
    where scope = ${scope} and day < ${today}::date and day >= ${today}::date - 7 * ${weeks}::int
    group by 1, 2 order by 1, 2`;
}

/** Every stored day of a scope, streamed. */
export async function* exportKpis(db: Queryable, scope: string) {
  const cursor = db<
    { metric: string; day: string; value: number | null; low: number | null; high: number | null }[]
  >`
    select metric, day, value, low, high from kpi_daily where scope = ${scope} order by metric, day`.cursor(
    1000,
  );
  for await (const batch of cursor) yield* batch;
}
