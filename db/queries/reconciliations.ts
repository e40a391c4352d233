import type { Db, Queryable } from "@/db/client";
import { afterCursor, orderBy } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

/** One hour of a source's orders, held against ours some time after it ended. */
export interface ReconciliationRow {
  connectionId: number;
  source: string;
  hour: Date;
  /** 300, 3600 or 86400 seconds after the hour ended. */
  afterSeconds: number;
  /** reading: the source is being read. asked_again: what differed is. failed: the source did not answer. */
  state: "reading" | "asked_again" | "done" | "failed";
  comparedAt: Date | null;
  sourceOrders: number | null;
  ourOrders: number | null;
  sourceUnits: number | null;
  ourUnits: number | null;
  /** Minor units by currency. */
  sourceAmounts: Record<string, number> | null;
  ourAmounts: Record<string, number> | null;
  /** Whether the hashes over ids and checked fields are equal; null: not compared yet. */
  same: boolean | null;
  /** What differed at first, what of it was asked for again, and what remained. */
  found: number;
  askedAgain: number;
  remaining: number | null;
  errorCode: string | null;
}

export interface ReconciliationFilter {
  /** Names of sources. */
  source?: string[];
  /** Seconds after the hour, as text. */
  after?: string[];
  /** found: differed at first. remaining: still differs. unread: the source did not answer. */
  result?: string[];
  connectionId?: number;
}

/** One keyset page of the comparisons, newest hour first. */
export async function listReconciliations(
  db: Queryable,
  params: { filter: ReconciliationFilter; cursor: string | null; pageSize: number },
): Promise<{ rows: ReconciliationRow[]; nextCursor: string | null }> {
  const sort = {
    column: "r.hour",
    columnType: "timestamptz",
    direction: "desc" as const,
    ids: ["r.after_seconds", "r.connection_id"],
    idTypes: ["int", "int"],
    notNull: true,
  };
  const rows = await db<ReconciliationRow[]>`
    select ${columns(db)} from reconciliation r join connection c on c.id = r.connection_id
    where ${matching(db, params.filter)} and ${afterCursor(db, decodeCursor(params.cursor, 2), sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  return cutPage(rows, params.pageSize, (row) => ({
    value: row.hour.toISOString(),
    ids: [row.afterSeconds, row.connectionId],
  }));
}

/** How many comparisons there are under a filter, up to 10,000 (null beyond). */
export async function countReconciliations(
  db: Queryable,
  filter: ReconciliationFilter,
): Promise<number | null> {
  const [row] = await db<{ count: number }[]>`
    select count(*) as count from (
      select 1 from reconciliation r join connection c on c.id = r.connection_id where ${matching(db, filter)} limit 10001) counted`;
  return row && row.count <= 10_000 ? row.count : null;
}

/** Comparisons under a filter for an export, streamed, newest hour first. */
export async function* exportReconciliations(
  db: Db,
  filter: ReconciliationFilter,
): AsyncGenerator<ReconciliationRow> {
  const cursor = db<ReconciliationRow[]>`
    select ${columns(db)} from reconciliation r join connection c on c.id = r.connection_id
    where ${matching(db, filter)} order by r.hour desc, r.after_seconds, r.connection_id`.cursor(1000);
  for await (const batch of cursor) yield* batch;
}

/** One comparison with the orders that differed at first, each with its latest check; null when there is none. */
export interface ReconciliationDetail extends ReconciliationRow {
  /** Hashes in hexadecimal. */
  sourceHash: string | null;
  ourHash: string | null;
  orders: {
    orderNumber: string;
    result: "different" | "missing" | "duplicate";
    /** Its order check; null: none was written yet. */
    checkId: number | null;
    /** Equal by now, or settled. */
    settled: boolean;
  }[];
}

export async function findReconciliation(
  db: Queryable,
  key: { connectionId: number; hour: Date; afterSeconds: number },
): Promise<ReconciliationDetail | null> {
  const [row] = await db<ReconciliationDetail[]>`
    select ${columns(db)}, encode(r.source_hash, 'hex') as "sourceHash", encode(r.our_hash, 'hex') as "ourHash",
      coalesce((select jsonb_agg(jsonb_build_object('orderNumber', f.number, 'result', f.result, 'checkId', k.id,
          'settled', coalesce(k.result = 'equal' or k.resolved_at is not null, false)) order by f.number)
        from (select coalesce(x ->> 'orderNumber', x ->> 'externalId') as number, x ->> 'result' as result
          from jsonb_array_elements(r.found) x limit 200) f
        left join lateral (
          select id, result, resolved_at from order_check k where k.connection_id = r.connection_id and k.external_id = f.number
          order by k.id desc limit 1) k on true), '[]') as orders
    from reconciliation r join connection c on c.id = r.connection_id
    where r.connection_id = ${key.connectionId} and r.hour = ${key.hour} and r.after_seconds = ${key.afterSeconds}`;
  return row ?? null;
}

/** How the hours of a source came out at one of the three times, over the last days. */
export interface ReconciliationSum {
  connectionId: number;
  source: string;
  simulated: boolean;
  afterSeconds: number;
  /** Hours that were compared, those whose hashes are equal, and those that could not be read. */
  hours: number;
  equal: number;
  failed: number;
  /** Orders the source named in them, those that differed at first, and those that still do. */
  orders: number;
  found: number;
  remaining: number;
  lastComparedAt: Date | null;
}

export async function sumReconciliations(
  db: Queryable,
  days: number,
  now = new Date(),
): Promise<ReconciliationSum[]> {
  const rows = await db<ReconciliationSum[]>`
    select r.connection_id as "connectionId", c.name as source, c.simulated, r.after_seconds as "afterSeconds",
      count(*) filter (where r.state = 'done')::int as hours, count(*) filter (where r.state = 'done' and r.source_hash = r.our_hash)::int as equal,
      count(*) filter (where r.state = 'failed')::int as failed, coalesce(sum(r.source_orders), 0)::int as orders,
      coalesce(sum(r.found_count), 0)::int as found, coalesce(sum(r.remaining_count), 0)::int as remaining, max(r.compared_at) as "lastComparedAt"
    from reconciliation r join connection c on c.id = r.connection_id
    where r.hour > ${now}::timestamptz - make_interval(days => ${days})
    group by r.connection_id, c.name, c.simulated, r.after_seconds order by c.name, r.after_seconds`;
  return [...rows];
}

const columns = (db: Queryable) => db`
  r.connection_id as "connectionId", c.name as source, r.hour, r.after_seconds as "afterSeconds", r.state, r.compared_at as "comparedAt",
  r.source_orders as "sourceOrders", r.our_orders as "ourOrders", r.source_units as "sourceUnits", r.our_units as "ourUnits",
  r.source_amounts as "sourceAmounts", r.our_amounts as "ourAmounts", r.source_hash = r.our_hash as same, r.found_count as found,
  r.asked_again_count as "askedAgain", r.remaining_count as remaining, r.error_code as "errorCode"`;

function matching(db: Queryable, { source, after, result, connectionId }: ReconciliationFilter) {
  const conditions = [db`true`];
  if (connectionId !== undefined) conditions.push(db`r.connection_id = ${connectionId}`);
  if (source?.length) conditions.push(db`c.name in ${db(source)}`);
  const steps = (after ?? []).map(Number).filter(Number.isInteger);
  if (steps.length > 0) conditions.push(db`r.after_seconds = any(${steps}::int[])`);
  if (result?.length)
    conditions.push(db`((${result.includes("found")} and r.found_count > 0)
      or (${result.includes("remaining")} and r.remaining_count > 0) or (${result.includes("unread")} and r.state = 'failed'))`);
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}

export interface FieldAccuracyDay {
  day: string;
  /** A field of accuracyFields. */
  field: string;
  /** Null: all channels. */
  channelId: number | null;
  checked: number;
  wrong: number;
  /** 0 to 1. */
  share: number | null;
}

/** Order-sync accuracy by field and day (UTC), over all channels or of one; from the figures that are kept by the hour. */
export async function fieldAccuracy(
  db: Queryable,
  params: { days: number; channelId?: number },
): Promise<FieldAccuracyDay[]> {
  const prefix = params.channelId === undefined ? "" : `channel:${params.channelId}|`;
  const rows = await db<FieldAccuracyDay[]>`
    select day, substr(scope, length(${prefix}::text) + length('field:') + 1) as field, ${params.channelId ?? null}::int as "channelId",
      (parts ->> 'checked')::int as checked, (parts ->> 'wrong')::int as wrong, value as share
    from kpi_daily where metric = 'order_field_accuracy' and scope like ${`${prefix}field:%`} and day > now()::date - ${params.days}::int
    order by day desc, field`;
  return [...rows];
}

export interface AccuracyDay {
  day: string;
  checked: number;
  wrong: number;
  /** 0 to 1; null: nothing was checked. */
  share: number | null;
}

/** Order-sync accuracy by day (UTC) that an order was placed on, over all channels or of one, oldest first. */
export async function orderAccuracyDays(
  db: Queryable,
  params: { days: number; channelId?: number },
): Promise<AccuracyDay[]> {
  const scope = params.channelId === undefined ? "all" : `channel:${params.channelId}`;
  const rows = await db<AccuracyDay[]>`
    select day, (parts ->> 'checked')::int as checked, (parts ->> 'wrong')::int as wrong, value as share
    from kpi_daily where metric = 'order_accuracy' and scope = ${scope} and day > now()::date - ${params.days}::int order by day`;
  return [...rows];
}

export interface ChannelAccuracy {
  channelId: number;
  code: string;
  name: string;
  checked: number;
  wrong: number;
  /** When the newest of the figures was computed; null: none is there. */
  computedAt: Date | null;
}

/** Order-sync accuracy of every active channel over the same days (UTC) as `orderAccuracyDays`, from the figures kept by the day. */
export async function channelAccuracy(
  db: Queryable,
  days: number,
  now = new Date(),
): Promise<ChannelAccuracy[]> {
  const rows = await db<ChannelAccuracy[]>`
    select c.id as "channelId", c.code, c.name, coalesce(sum((k.parts ->> 'checked')::int), 0)::int as checked,
      coalesce(sum((k.parts ->> 'wrong')::int), 0)::int as wrong, max(k.computed_at) as "computedAt"
    from channel c left join kpi_daily k on k.metric = 'order_accuracy' and k.scope = 'channel:' || c.id and k.day > ${now}::timestamptz::date - ${days}::int
    where c.active group by c.id order by c.name`;
  return [...rows];
}
