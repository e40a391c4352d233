import type { Queryable } from "@/db/client";
import type { LanePlanLine } from "./plan-by-lane";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";
import { isUnsent, linesOut, type TransferLineOut } from "./transfer-lines-out";

/** on_the_way: planned to shipped. arrived: received. refused: cancelled, or nobody carries it out. */
export type TransferTab = "on_the_way" | "arrived" | "refused";
export const transferTabs = ["on_the_way", "arrived", "refused"] as const satisfies readonly TransferTab[];

export interface TransferFilter {
  state?: string[];
  /** Location codes. */
  origin?: string[];
  destination?: string[];
  skuId?: number;
  /** Number of the transfer, or a SKU's code. */
  q?: string | null;
  overdue?: boolean;
}

/** One transfer as the list shows it. Freight in `currency`, the company's. */
export interface TransferRow {
  id: number;
  number: string;
  state: "planned" | "sent" | "shipped" | "received" | "cancelled";
  overdue: boolean;
  originId: number;
  originCode: string;
  originName: string;
  destinationId: number;
  destinationCode: string;
  destinationName: string;
  lineCount: number;
  skuId: number;
  skuCode: string;
  skuTitle: string;
  units: number;
  shippedUnits: number | null;
  receivedUnits: number | null;
  currency: string;
  freightMinor: number;
  plannedAt: Date;
  shippedAt: Date | null;
  expectedAt: Date;
  receivedAt: Date | null;
  createdBy: string;
  actionId: string | null;
  actionState: string | null;
  actionReason: string | null;
  executor: "webhook" | "manual" | null;
  /** Of its first line; the others name their own. */
  recommendationId: number | null;
  /** Of all its lines together; realised once each of them is measured. */
  expectedLowMinor: number | null;
  expectedMinor: number | null;
  expectedHighMinor: number | null;
  realisedLowMinor: number | null;
  realisedMinor: number | null;
  realisedHighMinor: number | null;
  simulated: boolean;
}

const sorts = {
  expected: { column: "o.expected_at", columnType: "timestamptz" },
  planned: { column: "o.planned_at", columnType: "timestamptz" },
  received: { column: "o.received_at", columnType: "timestamptz" },
  units: { column: "l.units", columnType: "int" },
  freight: { column: "o.freight_minor", columnType: "bigint" },
  value: { column: "w.mid", columnType: "bigint" },
} as const;
export type TransferSort = keyof typeof sorts;
export const transferSorts = Object.keys(sorts) as TransferSort[];

const defaultSort: Record<TransferTab, { key: TransferSort; direction: SortDirection }> = {
  on_the_way: { key: "expected", direction: "asc" },
  arrived: { key: "received", direction: "desc" },
  refused: { key: "planned", direction: "desc" },
};

/** One keyset page of a tab. */
export async function listTransfers(
  db: Queryable,
  params: {
    tab: TransferTab;
    filter: TransferFilter;
    sort?: { key: TransferSort; direction: SortDirection };
    cursor: string | null;
    pageSize: number;
    now?: Date;
  },
): Promise<{ rows: TransferRow[]; nextCursor: string | null }> {
  const { now = new Date() } = params;
  const chosen = params.sort ?? defaultSort[params.tab];
  const sort = { ...sorts[chosen.key], direction: chosen.direction, ids: ["o.id"], idTypes: ["bigint"] };
  const cursor = decodeCursor(params.cursor, 1);
  const rows = await db<(TransferRow & { sortValue: string | null })[]>`
    select ${columns(db, now)}, ${db.unsafe(sort.column)}::text as "sortValue" from transfer_order o ${joins(db)}
    where ${inTab(db, params.tab)} and ${matching(db, params.filter, now)} and ${afterCursor(db, cursor, sort)}
    order by ${orderBy(db, sort)} limit ${params.pageSize + 1}`;
  return cutPage(rows, params.pageSize, (row) => ({ value: row.sortValue, ids: [row.id] }));
}

/** Every transfer of a tab, for an export. */
export async function* exportTransfers(
  db: Queryable,
  tab: TransferTab,
  filter: TransferFilter,
  now = new Date(),
): AsyncGenerator<TransferRow> {
  const cursor = db<TransferRow[]>`
    select ${columns(db, now)} from transfer_order o ${joins(db)} where ${inTab(db, tab)} and ${matching(db, filter, now)}
    order by o.planned_at desc, o.id`.cursor(500);
  for await (const batch of cursor) yield* batch;
}

/** How many transfers, units and overdue ones each tab holds. */
export async function countTransfers(
  db: Queryable,
  filter: TransferFilter,
  now = new Date(),
): Promise<Record<TransferTab, { count: number; units: number; overdue: number }>> {
  const count = async (tab: TransferTab) => {
    const [row] = await db<{ count: number; units: number; overdue: number }[]>`
      select count(*)::int as count, coalesce(sum(l.units), 0)::int as units, count(*) filter (where ${overdue(db, now)})::int as overdue
      from transfer_order o ${joins(db)} where ${inTab(db, tab)} and ${matching(db, filter, now)}`;
    return row ?? { count: 0, units: 0, overdue: 0 };
  };
  const [on_the_way, arrived, refused] = await Promise.all(transferTabs.map(count));
  const none = { count: 0, units: 0, overdue: 0 };
  return { on_the_way: on_the_way ?? none, arrived: arrived ?? none, refused: refused ?? none };
}

export interface TransferLineRow {
  lineNo: number;
  skuId: number;
  skuCode: string;
  skuTitle: string;
  barcode: string | null;
  packSizeUnits: number;
  weightGrams: number | null;
  quantity: number;
  shippedQuantity: number | null;
  receivedQuantity: number | null;
  reserving: boolean;
  /** The decision that the line follows from; null: none. */
  recommendationId: number | null;
  /** Why it moves, as its decision saw it; null: no decision. */
  reason: LanePlanLine["reason"] | null;
  /** What it is expected to be worth, and was; null: not known. */
  expectedMinor: number | null;
  realisedMinor: number | null;
}

export interface TransferEventRow {
  eventId: string;
  kind: "shipped" | "received" | "cancelled";
  source: "vendor" | "hand";
  final: boolean;
  lines: { lineNo: number; quantity: number }[];
  occurredAt: Date;
  recordedAt: Date;
  recordedBy: string;
  note: string | null;
}

export interface TransferDetail extends TransferRow {
  laneId: number;
  lines: TransferLineRow[];
  /** What both ends said, oldest first. */
  events: TransferEventRow[];
  /** What was confirmed here and is booked at the account that carries it, oldest first. */
  bookings: TransferBooking[];
  /** Lines that were taken out before it was sent. */
  linesOut: TransferLineOut[];
  /** Nothing of it was sent yet: lines may be taken out. */
  unsent: boolean;
}

export interface TransferBooking {
  actionId: string;
  kind: "transfer_ship" | "transfer_receive";
  state: string;
  stateReason: string | null;
  connectionName: string;
}

/** One transfer with its lines and what both ends said; null when there is none. */
export async function findTransfer(
  db: Queryable,
  id: number,
  now = new Date(),
): Promise<TransferDetail | null> {
  const [row] = await db<Omit<TransferDetail, "lines" | "events" | "bookings" | "linesOut" | "unsent">[]>`
    select ${columns(db, now)}, o.lane_id as "laneId" from transfer_order o ${joins(db)} where o.id = ${id}`;
  if (!row) return null;
  const [lines, events, bookings, out, unsent] = await Promise.all([
    db<TransferLineRow[]>`
      select l.line_no as "lineNo", s.id as "skuId", s.code as "skuCode", s.title as "skuTitle", s.barcode,
        s.pack_size as "packSizeUnits", s.weight_grams as "weightGrams", l.quantity, l.shipped_quantity as "shippedQuantity",
        l.received_quantity as "receivedQuantity", l.reserving, a.recommendation_id as "recommendationId",
        case when r.id is not null then jsonb_build_object('key', r.problem ->> 'key', 'coverDays', r.problem -> 'params' -> 'coverDays',
          'gapDays', r.problem -> 'params' -> 'gapDays') end as reason,
        a.expected_minor as "expectedMinor", a.realised_minor as "realisedMinor"
      from transfer_line l join sku s on s.id = l.sku_id join transfer_order o on o.id = l.transfer_id
      left join action a on a.id = coalesce(l.action_id, o.action_id)
      left join recommendation r on r.id = a.recommendation_id
      where l.transfer_id = ${id} order by l.line_no`,
    db<TransferEventRow[]>`
      select event_id as "eventId", kind, source, final, lines, occurred_at as "occurredAt", recorded_at as "recordedAt",
        recorded_by as "recordedBy", note
      from transfer_event where transfer_id = ${id} order by recorded_at, event_id`,
    db<TransferBooking[]>`
      select a.id as "actionId", a.kind, a.state, a.state_reason as "stateReason", c.name as "connectionName"
      from action a join connection c on c.id = a.connection_id
      where a.kind in ('transfer_ship', 'transfer_receive') and (a.payload ->> 'transferId')::bigint = ${id} order by a.created_at, a.id`,
    linesOut(db, id),
    isUnsent(db, id),
  ]);
  return { ...row, lines, events, bookings, linesOut: out, unsent };
}

export interface TransferEnd {
  code: string;
  name: string;
  kind: string;
  country: string;
  timeZone: string;
}

/** The two ends and the company of a transfer, for its printed document. */
export async function findTransferEnds(
  db: Queryable,
  id: number,
): Promise<{ companyName: string; origin: TransferEnd; destination: TransferEnd } | null> {
  const [row] = await db<{ companyName: string; origin: TransferEnd; destination: TransferEnd }[]>`
    select (select name from company) as "companyName", ${end(db, "f")} as origin, ${end(db, "t")} as destination
    from transfer_order o join location f on f.id = o.origin_id join location t on t.id = o.destination_id where o.id = ${id}`;
  return row ?? null;
}

const end = (db: Queryable, alias: "f" | "t") => {
  const a = db.unsafe(alias);
  return db`jsonb_build_object('code', ${a}.code, 'name', ${a}.name, 'kind', ${a}.kind, 'country', ${a}.country, 'timeZone', ${a}.time_zone)`;
};

const overdue = (db: Queryable, now: Date) =>
  db`(o.state in ('planned', 'sent', 'shipped') and o.expected_at < ${now})`;

const joins = (db: Queryable) => db`
  join location f on f.id = o.origin_id
  join location t on t.id = o.destination_id
  left join action a on a.id = o.action_id
  left join lateral (
    select sum(expected_low_minor)::bigint as low, sum(expected_minor)::bigint as mid, sum(expected_high_minor)::bigint as high,
      case when bool_and(realised_minor is not null) then sum(realised_low_minor)::bigint end as got_low,
      case when bool_and(realised_minor is not null) then sum(realised_minor)::bigint end as got,
      case when bool_and(realised_minor is not null) then sum(realised_high_minor)::bigint end as got_high
    from action where id = o.action_id or rides_with = o.action_id) w on true
  join lateral (
    select count(*)::int as lines, min(sku_id) as sku_id, sum(quantity)::int as units, sum(shipped_quantity)::int as shipped,
      sum(received_quantity)::int as received
    from transfer_line where transfer_id = o.id) l on true
  left join sku s on s.id = l.sku_id`;

const columns = (db: Queryable, now: Date) => db`
  o.id, o.number, o.state, ${overdue(db, now)} as overdue, f.id as "originId", f.code as "originCode", f.name as "originName",
  t.id as "destinationId", t.code as "destinationCode", t.name as "destinationName", l.lines as "lineCount", s.id as "skuId",
  s.code as "skuCode", s.title as "skuTitle", l.units, l.shipped as "shippedUnits", l.received as "receivedUnits", o.currency,
  o.freight_minor as "freightMinor", o.planned_at as "plannedAt", o.shipped_at as "shippedAt", o.expected_at as "expectedAt",
  o.received_at as "receivedAt", o.created_by as "createdBy", a.id as "actionId", a.state as "actionState",
  a.state_reason as "actionReason", a.executor, a.recommendation_id as "recommendationId",
  w.low as "expectedLowMinor", w.mid as "expectedMinor", w.high as "expectedHighMinor",
  w.got_low as "realisedLowMinor", w.got as "realisedMinor", w.got_high as "realisedHighMinor",
  o.simulated`;

function inTab(db: Queryable, tab: TransferTab) {
  if (tab === "arrived") return db`o.state = 'received'`;
  const refused = db`coalesce(a.state in ('failed', 'refused'), false)`;
  return tab === "refused"
    ? db`(o.state = 'cancelled' or (o.state in ('planned', 'sent') and ${refused}))`
    : db`(o.state in ('planned', 'sent', 'shipped') and not (o.state in ('planned', 'sent') and ${refused}))`;
}

function matching(db: Queryable, filter: TransferFilter, now: Date) {
  const conditions = [db`true`];
  if (filter.state?.length) conditions.push(db`o.state in ${db(filter.state)}`);
  if (filter.origin?.length) conditions.push(db`f.code in ${db(filter.origin)}`);
  if (filter.destination?.length) conditions.push(db`t.code in ${db(filter.destination)}`);
  if (filter.skuId !== undefined) conditions.push(hasSku(db, db`sku_id = ${filter.skuId}`));
  if (filter.overdue) conditions.push(overdue(db, now));
  if (filter.q) {
    const part = `${filter.q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const bySku = hasSku(db, db`sku_id in (select id from sku where code ilike ${part})`);
    conditions.push(db`(o.number ilike ${part} or ${bySku})`);
  }
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}

const hasSku = (db: Queryable, condition: ReturnType<typeof overdue>) =>
  db`exists (select from transfer_line x where x.transfer_id = o.id and ${condition})`;
