import type { Queryable } from "@/db/client";

export interface AlertRow {
  id: number;
  /** Key of its sentence below alerts.kinds, which `params` fill. */
  kind: string;
  params: Record<string, string | number>;
  connectionId: number | null;
  href: string;
  state: "open" | "acknowledged" | "snoozed" | "ended";
  beganAt: Date;
  lastSeenAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  snoozedUntil: Date | null;
  endedAt: Date | null;
  /** Messages that were sent, and that could not be. */
  sent: number;
  failed: number;
}

/** Alerts that last, and those that ended in the last days; what is open comes first, then the newest. At most 200. */
export async function listAlerts(db: Queryable, params: { endedDays: number }): Promise<AlertRow[]> {
  const rows = await db<AlertRow[]>`
    select a.id, a.kind, a.params, a.connection_id as "connectionId", a.href, a.state, a.began_at as "beganAt", a.last_seen_at as "lastSeenAt",
      a.acknowledged_at as "acknowledgedAt", a.acknowledged_by as "acknowledgedBy", a.snoozed_until as "snoozedUntil", a.ended_at as "endedAt",
      count(d.id) filter (where d.state = 'sent')::int as sent, count(d.id) filter (where d.state = 'failed')::int as failed
    from alert a left join alert_delivery d on d.alert_id = a.id
    where a.state <> 'ended' or a.ended_at > now() - make_interval(days => ${params.endedDays})
    group by a.id order by array_position(array['open', 'acknowledged', 'snoozed', 'ended'], a.state), a.began_at desc, a.id desc limit 200`;
  return [...rows];
}

export interface CanaryHour {
  hour: Date;
  beats: number;
  /** Beats that did not become visible. */
  lost: number;
  /** Sent to visible, milliseconds; null: none became visible. */
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** How long the event of each minute took through the whole path, by hour, newest first. */
export async function canaryHours(db: Queryable, hours: number): Promise<CanaryHour[]> {
  const rows = await db<CanaryHour[]>`
    select date_trunc('hour', sent_at) as hour, count(*)::int as beats,
      count(*) filter (where visible_at is null and sent_at < now() - interval '1 minute')::int as lost,
      percentile_cont(0.5) within group (order by milliseconds)::float8 as p50,
      percentile_cont(0.95) within group (order by milliseconds)::float8 as p95,
      percentile_cont(0.99) within group (order by milliseconds)::float8 as p99
    from canary_beat where sent_at > now() - make_interval(hours => ${hours}) group by 1 order by 1 desc`;
  return [...rows];
}

/** The latest beat; null: none was sent yet. */
export async function lastCanaryBeat(
  db: Queryable,
): Promise<{ sentAt: Date; visibleAt: Date | null; milliseconds: number | null } | null> {
  const [row] = await db<{ sentAt: Date; visibleAt: Date | null; milliseconds: number | null }[]>`
    select sent_at as "sentAt", visible_at as "visibleAt", milliseconds from canary_beat order by sent_at desc limit 1`;
  return row ?? null;
}
