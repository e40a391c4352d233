import type { Queryable } from "@/db/client";

export type AlertState = "open" | "acknowledged" | "snoozed" | "ended";

export interface AlertRow {
  id: number;
  /** Key of its sentence below alerts.kinds, which `params` fill. */
  kind: string;
  severity: "notice" | "warning" | "critical";
  params: Record<string, string | number>;
  connectionId: number | null;
  /** Key and name of the connection it is about; null: of none. */
  sourceKey: string | null;
  sourceName: string | null;
  href: string;
  state: AlertState;
  beganAt: Date;
  lastSeenAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  snoozedUntil: Date | null;
  snoozedBy: string | null;
  endedAt: Date | null;
  /** Messages that were sent, and that could not be. */
  sent: number;
  failed: number;
}

/** What a list of alerts is narrowed to; what is absent or empty narrows nothing. */
export interface AlertFilter {
  /** Ended ones are shown that ended after this. */
  endedAfter: Date;
  state?: AlertState;
  kind?: readonly string[];
  severity?: readonly string[];
  /** Keys of connections. */
  source?: readonly string[];
}

/** Alerts that last, and those that ended after a moment; what is open comes first, then the gravest, then the newest. At most 200. */
export async function listAlerts(db: Queryable, filter: AlertFilter): Promise<AlertRow[]> {
  const rows = await db<AlertRow[]>`
    ${alertRows(db)} where ${matching(db, filter)}
    order by array_position(array['open', 'acknowledged', 'snoozed', 'ended'], a.state), a.ended_at desc nulls last,
      array_position(array['critical', 'warning', 'notice'], a.severity), a.began_at desc, a.id desc limit 200`;
  return [...rows];
}

/** One alert; null: there is none of this number. */
export async function findAlert(db: Queryable, alertId: number): Promise<AlertRow | null> {
  const [row] = await db<AlertRow[]>`${alertRows(db)} where a.id = ${alertId}`;
  return row ?? null;
}

const alertRows = (db: Queryable) => db`
    select a.id, a.kind, a.severity, a.params, a.connection_id as "connectionId", c.key as "sourceKey", c.name as "sourceName", a.href, a.state,
      a.began_at as "beganAt", a.last_seen_at as "lastSeenAt", a.acknowledged_at as "acknowledgedAt", a.acknowledged_by as "acknowledgedBy",
      a.snoozed_until as "snoozedUntil", a.snoozed_by as "snoozedBy", a.ended_at as "endedAt", d.sent, d.failed
    from alert a left join connection c on c.id = a.connection_id
    cross join lateral (select count(*) filter (where state = 'sent')::int as sent, count(*) filter (where state = 'failed')::int as failed
      from alert_delivery where alert_id = a.id) d`;

/** How many alerts a filter leaves in each state, whatever state it names. */
export async function countAlerts(db: Queryable, filter: AlertFilter): Promise<Record<AlertState, number>> {
  const { state: _, ...others } = filter;
  const rows = await db<{ state: AlertState; count: number }[]>`
    select a.state, count(*)::int as count from alert a left join connection c on c.id = a.connection_id
    where ${matching(db, others)} group by 1`;
  const none = { open: 0, acknowledged: 0, snoozed: 0, ended: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

function matching(db: Queryable, { endedAfter, state, kind, severity, source }: AlertFilter) {
  return db`(a.state <> 'ended' or a.ended_at > ${endedAfter})
    ${state ? db`and a.state = ${state}` : db``} ${kind?.length ? db`and a.kind = any(${[...kind]})` : db``}
    ${severity?.length ? db`and a.severity = any(${[...severity]})` : db``} ${source?.length ? db`and c.key = any(${[...source]})` : db``}`;
}

/** Connections that those alerts are about, by name. */
export async function alertSources(
  db: Queryable,
  endedAfter: Date,
): Promise<{ key: string; name: string }[]> {
  const rows = await db<{ key: string; name: string }[]>`
    select distinct c.key, c.name from alert a join connection c on c.id = a.connection_id where ${matching(db, { endedAfter })} order by c.name`;
  return [...rows];
}

export interface AlertRouteRow {
  id: number;
  role: string | null;
  userId: string | null;
  /** Of the person. */
  userName: string | null;
  email: string | null;
  connectionId: number | null;
  connectionName: string | null;
  /** Of the connection. */
  connectionState: string | null;
  /** Null: all. */
  kinds: string[] | null;
  severityFrom: "notice" | "warning" | "critical";
  /** How many people a route by mail reaches today; null: it is no mail. */
  people: number | null;
}

/** Who is told of alerts: by mail first, then by signed webhook. */
export async function listAlertRoutes(db: Queryable): Promise<AlertRouteRow[]> {
  const rows = await db<AlertRouteRow[]>`
    select r.id, r.role, r.user_id as "userId", u.name as "userName", u.email, r.connection_id as "connectionId", c.name as "connectionName",
      c.state as "connectionState", r.kinds, r.severity_from as "severityFrom",
      case when r.connection_id is null then
        (select count(*)::int from app_user p where not p.disabled and (p.role = r.role or p.id = r.user_id)) end as people
    from alert_route r left join app_user u on u.id = r.user_id left join connection c on c.id = r.connection_id
    order by r.connection_id is not null, r.role is null, r.role, lower(u.name), lower(c.name), r.id`;
  return [...rows];
}

/** Whom a route can name beside roles: people who may sign in, and connections that take signed webhooks. */
export async function alertRecipients(db: Queryable): Promise<{
  people: { id: string; name: string; email: string }[];
  connections: { id: number; name: string }[];
}> {
  const [people, connections] = await Promise.all([
    db<{ id: string; name: string; email: string }[]>`
      select id, name, email from app_user where not disabled order by lower(name), id`,
    db<{ id: number; name: string }[]>`
      select id, name from connection where vendor = 'webhook' and state <> 'disconnected' order by lower(name), id`,
  ]);
  return { people: [...people], connections: [...connections] };
}

export interface AlertDeliveryRow {
  id: number;
  event: "raised" | "ended" | "test";
  medium: "email" | "webhook";
  /** Name of the person or connection; null: it is gone. */
  to: string | null;
  kind: string | null;
  params: Record<string, string | number>;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  createdAt: Date;
  sentAt: Date | null;
  lastError: string | null;
}

/** The newest messages of alerts and what became of them. */
export async function listAlertDeliveries(db: Queryable, limit: number): Promise<AlertDeliveryRow[]> {
  const rows = await db<AlertDeliveryRow[]>`
    select d.id, d.event, d.medium, coalesce(u.email, c.name) as "to", a.kind, coalesce(a.params, '{}') as params, d.state, d.attempts,
      d.created_at as "createdAt", d.sent_at as "sentAt", d.last_error as "lastError"
    from (select * from alert_delivery order by id desc limit ${limit}) d
    left join alert a on a.id = d.alert_id
    left join app_user u on d.medium = 'email' and u.id = d.recipient
    left join connection c on d.medium = 'webhook' and c.id::text = d.recipient order by d.id desc`;
  return [...rows];
}

/** Versions of the rules for alerts, newest first. */
export async function listAlertSettings(
  db: Queryable,
  limit: number,
): Promise<{ version: number; note: string | null; active: boolean; createdBy: string; createdAt: Date }[]> {
  const rows = await db<
    { version: number; note: string | null; active: boolean; createdBy: string; createdAt: Date }[]
  >`select version, note, active, created_by as "createdBy", created_at as "createdAt" from alert_settings order by version desc limit ${limit}`;
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
