import type { Db, Queryable } from "@/db/client";
import type { Say } from "@/lib/core/say";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

export interface SourceRow {
  id: number;
  key: string;
  name: string;
  vendor: string;
  state: string;
  simulated: boolean;
  lagLimitSeconds: number | null;
  lastEventAt: Date | null;
  lastConfirmedAt: Date | null;
  /** When the oldest record that waits to be applied was received; null: none waits. */
  oldestWaitingAt: Date | null;
  /** Event → visible over the last 24 hours, seconds; null: nothing came. */
  p50Seconds: number | null;
  p95Seconds: number | null;
  p99Seconds: number | null;
  lastError: string | null;
  lastErrorSay: Say | null;
  lastErrorAt: Date | null;
}

/** Every connection with its lag over the last 24 hours; the longest unconfirmed first. Percentiles are read off a histogram of 10 % steps. */
export async function listSources(db: Queryable): Promise<SourceRow[]> {
  return db<SourceRow[]>`
    with lag as (
      select connection_id, bucket, sum(count) as count from sync_lag where hour > now() - interval '25 hours' group by 1, 2
    ), ranked as (
      select connection_id, bucket, sum(count) over (partition by connection_id order by bucket) as upto, sum(count) over (partition by connection_id) as total
      from lag
    ), percentiles as (
      select connection_id,
        min(bucket) filter (where upto >= total * 0.50) as b50, min(bucket) filter (where upto >= total * 0.95) as b95,
        min(bucket) filter (where upto >= total * 0.99) as b99
      from ranked group by connection_id
    )
    select c.id, c.key, c.name, c.vendor, c.state, c.simulated, c.lag_limit_seconds as "lagLimitSeconds", c.last_event_at as "lastEventAt",
      c.last_confirmed_at as "lastConfirmedAt", c.last_error as "lastError", c.last_error_say as "lastErrorSay", c.last_error_at as "lastErrorAt",
      (select min(received_at) from inbox_record r where r.connection_id = c.id and r.state = 'waiting') as "oldestWaitingAt",
      power(1.1, b50 + 0.5)::float8 as "p50Seconds", power(1.1, b95 + 0.5)::float8 as "p95Seconds", power(1.1, b99 + 0.5)::float8 as "p99Seconds"
    from connection c left join percentiles p on p.connection_id = c.id
    where c.vendor <> 'canary'
    order by c.last_confirmed_at nulls first, c.name`;
}

/** The lists of exceptions on the Sync page. */
export const syncLists = ["drift", "rejected", "unconfirmed"] as const;
export type SyncList = (typeof syncLists)[number];

export interface ExceptionRow {
  id: string;
  sortId: number;
  since: Date;
  channelCode: string | null;
  source: string;
  skuCode: string | null;
  published: number | null;
  toSell: number | null;
  drift: number | null;
  /** Of rejects: file or run, line, field and reason, in English and as the sentence for pages. Of actions: their state and why, as a code. */
  runId: number | null;
  kind: string | null;
  lineNo: number | null;
  field: string | null;
  reason: string | null;
  say: Say | null;
  /** Of rejects: what groups the same repair. */
  code: string | null;
  recommendationId: number | null;
  actionState: string | null;
}

export interface SyncFilter {
  source?: string[];
  direction?: string[];
  q?: string | null;
}

/** One keyset page of a list of exceptions, longest standing first unless asked otherwise. */
export async function listExceptions(
  db: Queryable,
  params: {
    list: SyncList;
    filter: SyncFilter;
    direction: SortDirection;
    cursor: string | null;
    pageSize: number;
  },
): Promise<{ rows: ExceptionRow[]; nextCursor: string | null }> {
  const sort = {
    column: "x.since",
    columnType: "timestamptz",
    direction: params.direction,
    // Actions have no number: those of one second share theirs.
    ids: [`x."sortId"`, "x.id"],
    idTypes: ["bigint", "text"],
  };
  const rows = await db<(ExceptionRow & { sortAt: string })[]>`
    select x.*, x.since::text as "sortAt" from (${exceptions(db, params.list)}) x
    where ${matching(db, params.filter)} and ${afterCursor(db, decodeCursor(params.cursor, 2), sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  // As PostgreSQL writes it: what one run or press wrote shares its moment to the microsecond, which a Date would cut off.
  const page = cutPage(rows, params.pageSize, (row) => ({ value: row.sortAt, ids: [row.sortId, row.id] }));
  return { ...page, rows: page.rows.map(({ sortAt: _, ...row }) => row) };
}

/** How many exceptions a list has under a filter, up to 10,000 (null beyond). */
export async function countExceptions(
  db: Queryable,
  list: SyncList,
  filter: SyncFilter,
  now = new Date(),
): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*) as count from (select 1 from (${exceptions(db, list, now)}) x where ${matching(db, filter)} limit 10001) counted`;
  return row && row.count <= 10_000 ? row.count : null;
}

/** Rows of a list for an export, streamed. */
export async function* exportExceptions(
  db: Db,
  list: SyncList,
  filter: SyncFilter,
): AsyncGenerator<ExceptionRow> {
  const cursor = db<ExceptionRow[]>`
    select x.* from (${exceptions(db, list)}) x where ${matching(db, filter)} order by x.since, x."sortId"`.cursor(
    1000,
  );
  for await (const batch of cursor) yield* batch;
}

/** Oversell risk (published too much) and hidden stock (published too little), apart. */
export async function driftTotals(db: Queryable): Promise<{
  oversellUnits: number;
  hiddenUnits: number;
  listings: number;
  drifting: number;
  computedAt: Date | null;
}> {
  const [row] = await db<
    {
      oversellUnits: number;
      hiddenUnits: number;
      listings: number;
      drifting: number;
      computedAt: Date | null;
    }[]
  >`
    select coalesce(sum(greatest(drift_units, 0)) filter (where drift_since is not null), 0)::int as "oversellUnits",
      coalesce(-sum(least(drift_units, 0)) filter (where drift_since is not null), 0)::int as "hiddenUnits",
      count(*)::int as listings, count(drift_since)::int as drifting, max(computed_at) as "computedAt"
    from listing where state = 'active'`;
  return row ?? { oversellUnits: 0, hiddenUnits: 0, listings: 0, drifting: 0, computedAt: null };
}

export interface RunRow {
  id: number;
  source: string;
  kind: string;
  state: string;
  startedAt: Date | null;
  finishedAt: Date | null;
  read: number;
  accepted: number;
  unchanged: number;
  rejected: number;
  error: string | null;
  errorSay: Say | null;
}

export interface RunFilter {
  source?: string[];
  kind?: string[];
  state?: string[];
}

/** One keyset page of the readings of all sources, newest first. */
export async function listRuns(
  db: Queryable,
  params: { filter: RunFilter; cursor: string | null; pageSize: number },
): Promise<{ rows: RunRow[]; nextCursor: string | null }> {
  const after = decodeCursor(params.cursor, 1)?.ids[0] ?? null;
  const rows = await db<RunRow[]>`
    select ${runColumns(db)} from sync_run r join connection c on c.id = r.connection_id
    where ${runsMatching(db, params.filter)} and (${after}::bigint is null or r.id < ${after}::bigint)
    order by r.id desc limit ${params.pageSize + 1}`;
  return cutPage(rows, params.pageSize, (row) => ({ value: null, ids: [row.id] }));
}

/** How many readings there are under a filter, up to 10,000 (null beyond). */
export async function countRuns(db: Queryable, filter: RunFilter): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*) as count from (
      select 1 from sync_run r join connection c on c.id = r.connection_id where ${runsMatching(db, filter)} limit 10001) counted`;
  return row && row.count <= 10_000 ? row.count : null;
}

/** Readings under a filter for an export, streamed, newest first. */
export async function* exportRuns(db: Db, filter: RunFilter): AsyncGenerator<RunRow> {
  const cursor = db<RunRow[]>`
    select ${runColumns(db)} from sync_run r join connection c on c.id = r.connection_id
    where ${runsMatching(db, filter)} order by r.id desc`.cursor(1000);
  for await (const batch of cursor) yield* batch;
}

const runColumns = (db: Queryable) => db`
  r.id, c.name as source, r.kind, r.state, r.started_at as "startedAt", r.finished_at as "finishedAt", r.read_count as read,
  r.accepted_count as accepted, r.unchanged_count as unchanged, r.rejected_count as rejected, r.error, r.error_say as "errorSay"`;

function runsMatching(db: Queryable, filter: RunFilter) {
  const conditions = [db`true`];
  if (filter.source?.length) conditions.push(db`c.name in ${db(filter.source)}`);
  if (filter.kind?.length) conditions.push(db`r.kind in ${db(filter.kind)}`);
  if (filter.state?.length) conditions.push(db`r.state in ${db(filter.state)}`);
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}

function exceptions(db: Queryable, list: SyncList, now = new Date()) {
  switch (list) {
    case "drift":
      return db`
        select 'drift:' || i.id as id, i.id::bigint as "sortId", i.drift_since as since, c.code as "channelCode", c.name as source, s.code as "skuCode",
          i.published_units as published, i.available_to_sell_units as "toSell", i.drift_units as drift, null::bigint as "runId", null::text as kind,
          null::bigint as "lineNo", null::text as field, null::text as reason, null::jsonb as say, null::text as code, null::bigint as "recommendationId", null::text as "actionState"
        from listing i join channel c on c.id = i.channel_id join sku s on s.id = i.sku_id
        where i.drift_since is not null`;
    case "rejected":
      return db`
        select 'reject:' || j.id as id, j.id as "sortId", coalesce(r.finished_at, r.queued_at) as since, null::text as "channelCode", c.name as source,
          null::text as "skuCode", null::int as published, null::int as "toSell", null::int as drift, r.id as "runId", r.kind, j.line_no as "lineNo",
          j.field, j.reason, j.say, j.code, null::bigint as "recommendationId", null::text as "actionState"
        from reject j join sync_run r on r.id = j.run_id join connection c on c.id = r.connection_id
        where r.queued_at > ${now}::timestamptz - interval '30 days'`;
    case "unconfirmed":
      return db`
        select 'action:' || a.id as id, extract(epoch from a.created_at)::bigint as "sortId", coalesce(a.accepted_at, a.created_at) as since,
          null::text as "channelCode", coalesce(c.name, a.executor) as source, s.code as "skuCode", null::int as published, null::int as "toSell",
          null::int as drift, null::bigint as "runId", a.kind, null::bigint as "lineNo", null::text as field, a.state_reason as reason, null::jsonb as say, null::text as code,
          a.recommendation_id as "recommendationId", a.state as "actionState"
        from action a left join connection c on c.id = a.connection_id
        left join recommendation r on r.id = a.recommendation_id left join sku s on s.id = r.sku_id
        where a.state in ('unconfirmed', 'failed', 'refused') and a.rides_with is null`;
  }
}

function matching(db: Queryable, filter: SyncFilter) {
  const conditions = [db`true`];
  if (filter.source?.length) conditions.push(db`x.source in ${db(filter.source)}`);
  const direction = filter.direction?.length === 1 ? filter.direction[0] : null;
  if (direction === "oversell") conditions.push(db`x.drift > 0`);
  if (direction === "hidden") conditions.push(db`x.drift < 0`);
  if (filter.q) conditions.push(db`x."skuCode" = ${filter.q}`);
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}
