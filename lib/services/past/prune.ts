import type { Db } from "@/db/client";

/** What was written over is kept for so many days, unless `PLIMSOLL_PAST_DAYS` says otherwise. */
export const pastDaysUsual = 400;

/** An action whose worth may still change. */
const stillOpen = `a.undo_of is null and a.realised_at is null and a.unmeasurable is null
  and a.state not in ('failed', 'refused', 'cancelled', 'undone')`;

/**
 * Removes what was written over longer ago than `days`, and notes since when it is kept now, which pages of an earlier moment say.
 * Nothing goes that a back-test under way looks back to, nor how a recommendation stood of whose actions something is still to
 * come. Returns how many rows were removed.
 */
export async function prunePast(db: Db, days: number, now = new Date()): Promise<number> {
  // Said before anything goes, so that no page counts on what is about to be removed.
  const [moved] = await db<{ since: Date }[]>`
    with cut as (
      select least(${now}::timestamptz - make_interval(days => ${days}),
        (select min(from_day)::timestamptz from backtest where state in ('queued', 'running'))) as at
    )
    update past_kept set since = greatest(since, at), kpis_since = greatest(kpis_since, at), rows_since = greatest(rows_since, at), pruned_at = ${now}
    from cut where at > since returning since`;
  if (!moved) return 0;
  const { since } = moved;
  const { count } = await db`
    delete from recommendation_past p where until_at < ${since}
      and not exists (select from action a where a.recommendation_id = p.recommendation_id and ${db.unsafe(stillOpen)})`;
  let removed = count;
  for (const table of ["ad_past", "row_past", "kpi_past"])
    removed += (await db`delete from ${db(table)} where until_at < ${since}`).count;
  return removed;
}
