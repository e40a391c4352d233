import type { Queryable } from "@/db/client";

/** A stretch of the last hours in which the event of each minute did not come through as it should. */
export interface CanaryTrouble {
  /** lost: never became visible. late: slower than the limit. silent: none was sent, so nothing is known. */
  kind: "lost" | "late" | "silent";
  from: Date;
  to: Date;
  /** Events in it; 0 of a silent one. */
  beats: number;
}

/** What the canary came to over the last hours. */
export interface CanaryState {
  beats: number;
  lost: number;
  late: number;
  /** Sent to visible, milliseconds; null: none became visible. */
  p50: number | null;
  p95: number | null;
  p99: number | null;
  troubles: CanaryTrouble[];
}

/** A beat that is not visible after this is lost until it shows. */
const lostAfterSeconds = 60;
/** Two beats further apart than this leave a gap of which nothing is known. */
const silentAfterSeconds = 150;

/** The events of the last hours: how long they took, and every stretch in which some were lost, late or not sent. */
export async function canaryState(
  db: Queryable,
  params: { hours: number; lateMilliseconds: number; now?: Date },
): Promise<CanaryState> {
  const now = db`${params.now ?? new Date()}::timestamptz`;
  const since = db`${now} - make_interval(hours => ${params.hours})`;
  const [sums] = await db<Omit<CanaryState, "troubles">[]>`
    select count(*)::int as beats, count(*) filter (where visible_at is null and sent_at < ${now} - make_interval(secs => ${lostAfterSeconds}))::int as lost,
      count(*) filter (where milliseconds > ${params.lateMilliseconds})::int as late,
      percentile_cont(0.5) within group (order by milliseconds)::float8 as p50,
      percentile_cont(0.95) within group (order by milliseconds)::float8 as p95,
      percentile_cont(0.99) within group (order by milliseconds)::float8 as p99
    from canary_beat where sent_at > ${since}`;
  const troubles = await db<CanaryTrouble[]>`
    with beats as (
      select sent_at, case when visible_at is null and sent_at < ${now} - make_interval(secs => ${lostAfterSeconds}) then 'lost'
          when milliseconds > ${params.lateMilliseconds} then 'late' else 'fine' end as kind,
        lag(sent_at) over (order by sent_at) as before
      from canary_beat where sent_at > ${since}),
    grouped as (
      select *, row_number() over (order by sent_at) - row_number() over (partition by kind order by sent_at) as run from beats),
    silent as (
      select coalesce(before, ${since}) as "from", sent_at as "to" from beats
      where sent_at - coalesce(before, ${since}) > make_interval(secs => ${silentAfterSeconds})
      union all
      select coalesce(max(sent_at), ${since}), ${now} from beats
      having ${now} - coalesce(max(sent_at), ${since}) > make_interval(secs => ${silentAfterSeconds}))
    select kind, min(sent_at) as "from", max(sent_at) + interval '1 minute' as "to", count(*)::int as beats
    from grouped where kind <> 'fine' group by kind, run
    union all select 'silent', "from", "to", 0 from silent order by 2`;
  return {
    ...(sums ?? { beats: 0, lost: 0, late: 0, p50: null, p95: null, p99: null }),
    troubles: [...troubles],
  };
}
