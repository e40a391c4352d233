import type { Queryable } from "@/db/client";
import { lateAfterSeconds } from "@/lib/metrics/sync-lag/compute";
import type { AlertKind } from "./kinds";
import type { AlertRules } from "./settings";

/** A bell that rings for each of a hundred products at once says nothing. */
const mostTurns = 10;

/** Something that lasts and that somebody should see to. */
export interface Cause {
  kind: AlertKind;
  /** Tells it from all others of its kind. */
  of: string;
  connectionId: number | null;
  params: Record<string, string | number>;
  /** Where it is seen to, if not where its kind is. */
  href?: string;
}

/**
 * What is wrong at this moment by the rules, one row a cause. A connection whose grant is gone, or whose circuit is open, is not called
 * late as well: that is the same cause.
 */
export async function findCauses(db: Queryable, now: Date, rules: AlertRules): Promise<Cause[]> {
  const groups = await Promise.all([
    lateSources(db, now, rules),
    openCircuits(db, now),
    lostGrants(db),
    differingOrders(db, now, rules),
    lateCanary(db, now, rules),
    deadLetters(db, rules),
    lowAccuracy(db, now, rules),
    turnedDemand(db, now),
  ]);
  return groups.flat();
}

/** Sources without streams are late as Sync calls them so: see lateLimitSeconds. */
async function lateSources(db: Queryable, now: Date, rules: AlertRules): Promise<Cause[]> {
  const rows = await db<{ id: number; name: string; minutes: number }[]>`
    select c.id, c.name, floor(max(extract(epoch from ${now}::timestamptz - s.last_ok_at)) / 60)::int as minutes
    from sync_stream s join connection c on c.id = s.connection_id left join connection_account a on a.connection_id = c.id
    where c.state in ('active', 'error') and not s.paused and a.reconnect_since is null and coalesce(s.open_until <= ${now}, true)
      and s.last_ok_at < ${now}::timestamptz - make_interval(secs => greatest(${rules.lateMinutes * 60}, coalesce(c.lag_limit_seconds, 0),
        s.wanted_seconds * ${rules.lateTimesWanted}))
    group by c.id
    union all
    select c.id, c.name, floor(extract(epoch from ${now}::timestamptz - c.last_confirmed_at) / 60)::int from connection c
    where c.state in ('active', 'error') and c.vendor <> 'canary'
      and c.last_confirmed_at < ${now}::timestamptz - make_interval(secs =>
        coalesce(c.lag_limit_seconds, case when c.vendor <> 'file' then ${lateAfterSeconds}::int end))
      and not exists (select from sync_stream s where s.connection_id = c.id)
      and not exists (select from connection_account a where a.connection_id = c.id and a.reconnect_since is not null)`;
  return rows.map(({ id, name, minutes }) =>
    ofSource("source_late", id, { source: name, minutes, hours: Math.floor(minutes / 60) }),
  );
}

async function openCircuits(db: Queryable, now: Date): Promise<Cause[]> {
  const rows = await db<{ id: number; name: string; code: string }[]>`
    select c.id, c.name, coalesce(max(s.last_error_code), '?') as code
    from sync_stream s join connection c on c.id = s.connection_id left join connection_account a on a.connection_id = c.id
    where c.state in ('active', 'error') and not s.paused and s.open_until > ${now} and a.reconnect_since is null group by c.id`;
  return rows.map(({ id, name, code }) => ofSource("circuit_open", id, { source: name, code }));
}

async function lostGrants(db: Queryable): Promise<Cause[]> {
  const rows = await db<{ id: number; name: string }[]>`
    select c.id, c.name from connection c join connection_account a on a.connection_id = c.id
    where c.state in ('active', 'error') and a.reconnect_since is not null`;
  return rows.map(({ id, name }) => ofSource("reconnect_needed", id, { source: name }));
}

/** Of live sources only: what an import brought is compared by whoever imported it. */
async function differingOrders(db: Queryable, now: Date, rules: AlertRules): Promise<Cause[]> {
  const rows = await db<{ id: number; name: string; count: number }[]>`
    select c.id, c.name, count(*)::int as count from order_check k join connection c on c.id = k.connection_id
    where k.result <> 'equal' and k.resolved_at is null and k.checked_at > ${now}::timestamptz - interval '7 days' and c.state in ('active', 'error')
      and exists (select from sync_stream s where s.connection_id = c.id and s.stream = 'orders')
    group by c.id having count(*) >= ${rules.differingOrders}`;
  return rows.map(({ id, name, count }) => ofSource("reconciliation_differs", id, { source: name, count }));
}

/** Two in a row, so that one hiccup wakes nobody. */
async function lateCanary(db: Queryable, now: Date, rules: AlertRules): Promise<Cause[]> {
  const [row] = await db<{ late: number; seconds: number }[]>`
    select count(*)::int as late, floor(max(seconds))::int as seconds from (
      select coalesce(milliseconds / 1000.0, extract(epoch from ${now}::timestamptz - sent_at)) as seconds from canary_beat
      where sent_at between ${now}::timestamptz - interval '10 minutes' and ${now}::timestamptz - make_interval(secs => ${rules.canarySeconds})
      order by sent_at desc limit 2) last
    where seconds > ${rules.canarySeconds}`;
  return row && row.late >= 2
    ? [{ kind: "canary_late", of: "path", connectionId: null, params: { seconds: row.seconds } }]
    : [];
}

async function deadLetters(db: Queryable, rules: AlertRules): Promise<Cause[]> {
  const rows = await db<{ id: number; name: string; count: number }[]>`
    select c.id, c.name, count(*)::int as count from inbox_record r join connection c on c.id = r.connection_id
    where r.state = 'rejected' and r.fields is not null and c.state in ('active', 'error')
    group by c.id having count(*) >= ${rules.deadLetters}`;
  return rows.map(({ id, name, count }) => ofSource("dead_letters", id, { source: name, count }));
}

async function lowAccuracy(db: Queryable, now: Date, rules: AlertRules): Promise<Cause[]> {
  const rows = await db<{ id: number; name: string; share: number }[]>`
    select c.id, c.name, avg((k.result = 'equal')::int)::float8 as share from order_check k join connection c on c.id = k.connection_id
    where k.placed_at > ${now}::timestamptz - interval '26 hours' and c.state in ('active', 'error')
      and exists (select from sync_stream s where s.connection_id = c.id and s.stream = 'orders')
    group by c.id having count(*) >= ${rules.accuracyOrders} and avg((k.result = 'equal')::int) < ${rules.accuracyPercent / 100}::float8`;
  return rows.map(({ id, name, share }) => ({
    kind: "accuracy_under",
    of: String(id),
    connectionId: id,
    // Rounded down: 99.97 must not read as the target.
    params: {
      source: name,
      percent: String(Math.floor(share * 1_000) / 10),
      target: String(rules.accuracyPercent),
    },
  }));
}

/** The turns with most units behind them; a product's is one cause, wherever it was seen. */
async function turnedDemand(db: Queryable, now: Date): Promise<Cause[]> {
  const rows = await db<
    {
      of: string;
      code: string | null;
      what: string;
      direction: string;
      orders: number;
      usual: string;
      hours: number;
    }[]
  >`
    select * from (
      select distinct on (coalesce(u.sku_id::text, u.category || '/' || u.region)) coalesce(u.sku_id::text, u.category || '/' || u.region) as of, s.code,
        coalesce(s.code, u.category || ', ' || u.region) as what, u.direction, u.observed_orders as orders,
        round(u.expected_orders::numeric, 1)::text as usual, u.window_hours as hours, abs(u.observed_units - u.expected_units) as weight
      from surge u left join sku s on s.id = u.sku_id
      where u.ended_at is null and u.seen_at > ${now}::timestamptz - interval '24 hours'
      order by 1, abs(u.observed_units - u.expected_units) desc) turned
    order by weight desc limit ${mostTurns}`;
  return rows.map(({ of, code, what, direction, orders, usual, hours }) => ({
    ...{ kind: "demand_turned", of, connectionId: null },
    params: { what, direction, orders, usual, hours },
    ...(code ? { href: `/inventory/${encodeURIComponent(code)}#forecast` } : {}),
  }));
}

const ofSource = (kind: AlertKind, connectionId: number, params: Cause["params"]): Cause => ({
  kind,
  of: String(connectionId),
  connectionId,
  params,
});
