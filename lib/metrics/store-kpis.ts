import type { Tx } from "@/db/client";

/** Calendar days, both included, YYYY-MM-DD. */
export interface DayRange {
  from: string;
  to: string;
}

/** A part of a statement, as the tagged template makes it. */
type Fragment = ReturnType<Tx>;

/**
 * Writes the rows that `rows` selects, as (metric, scope, day, value, low, high, parts). What stands for a day is replaced,
 * unless `keep` is set: then only days without a value are filled.
 */
export async function storeKpis(
  tx: Tx,
  now: Date,
  rows: Fragment,
  options: { keep?: boolean } = {},
): Promise<void> {
  const replace = tx`do update set value = excluded.value, low = excluded.low, high = excluded.high, parts = excluded.parts,
    computed_at = excluded.computed_at`;
  await tx`
    insert into kpi_daily (metric, scope, day, value, low, high, parts, computed_at)
    select metric, scope, day, value, low, high, coalesce(parts, '{}'), ${now}
    from (${rows}) k (metric, scope, day, value, low, high, parts)
    order by 1, 2, 3
    on conflict (metric, scope, day) ${options.keep ? tx`do nothing` : replace}`;
}
