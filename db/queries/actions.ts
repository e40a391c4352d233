import type { Db, Queryable } from "@/db/client";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

export type ActionTab = "on_the_way" | "attention" | "done" | "ended";
export const actionTabs = [
  "on_the_way",
  "attention",
  "done",
  "ended",
] as const satisfies readonly ActionTab[];

const statesOf: Record<ActionTab, string[]> = {
  on_the_way: ["queued", "sending", "accepted", "undoing"],
  attention: ["failed", "unconfirmed"],
  done: ["verified"],
  ended: ["undone", "refused", "cancelled"],
};

export interface ActionFilter {
  kind?: string[];
  state?: string[];
  skuId?: number;
  campaignId?: number;
}

/** One action as lists show it. Money in minor units of the company's currency. */
export interface ActionRow {
  id: string;
  kind:
    | "transfer"
    | "transfer_cancel"
    | "transfer_ship"
    | "transfer_receive"
    | "ad_pause"
    | "ad_resume"
    | "ad_budget"
    | "publish_quantity";
  state: string;
  stateReason: string | null;
  executor: "webhook" | "manual" | "connector";
  connectionName: string | null;
  recommendationId: number | null;
  transferId: number | null;
  transferNumber: string | null;
  originCode: string | null;
  destinationCode: string | null;
  campaignId: number | null;
  campaignName: string | null;
  productAdId: number | null;
  skuId: number | null;
  skuCode: string | null;
  skuTitle: string | null;
  units: number | null;
  attempts: number;
  nextAttemptAt: Date;
  acceptedAt: Date | null;
  verifiedAt: Date | null;
  undoOf: string | null;
  /** An action that takes this one back, not failed. */
  undoneBy: string | null;
  expectedLowMinor: number | null;
  expectedMinor: number | null;
  expectedHighMinor: number | null;
  realisedLowMinor: number | null;
  realisedMinor: number | null;
  realisedHighMinor: number | null;
  realisedAt: Date | null;
  approvedBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const sorts = {
  created: { column: "a.created_at", columnType: "timestamptz" },
  verified: { column: "a.verified_at", columnType: "timestamptz" },
  expected: { column: "a.expected_minor", columnType: "bigint" },
  realised: { column: "a.realised_minor", columnType: "bigint" },
} as const;
export type ActionSort = keyof typeof sorts;
export const actionSorts = Object.keys(sorts) as ActionSort[];

/** One keyset page of actions, newest first unless sorted otherwise; `tab` null: all. */
export async function listActions(
  db: Queryable,
  params: {
    tab: ActionTab | null;
    filter: ActionFilter;
    sort?: { key: ActionSort; direction: SortDirection };
    cursor: string | null;
    pageSize: number;
  },
): Promise<{ rows: ActionRow[]; nextCursor: string | null }> {
  const chosen = params.sort ?? { key: "created" as const, direction: "desc" as const };
  const sort = { ...sorts[chosen.key], direction: chosen.direction, ids: ["a.id"], idTypes: ["uuid"] };
  const cursor = decodeCursor(params.cursor, 1);
  const rows = await db<(ActionRow & { sortValue: string | null })[]>`
    with page as materialized (
      select a.*, ${db.unsafe(sort.column)}::text as sort_value, row_number() over (order by ${orderBy(db, sort)}) as place
      from action a ${params.filter.skuId === undefined ? db`` : joins(db)}
      where ${matching(db, params.tab, params.filter)} and ${afterCursor(db, cursor, sort)}
      order by ${orderBy(db, sort)} limit ${params.pageSize + 1})
    select ${columns(db)}, a.sort_value as "sortValue" from page a ${joins(db)} order by a.place`;
  return cutPage(rows, params.pageSize, (row) => ({ value: row.sortValue, ids: [row.id] }));
}

/** Every action of a tab, newest first, for an export. */
export async function* exportActions(
  db: Db,
  tab: ActionTab | null,
  filter: ActionFilter,
): AsyncGenerator<ActionRow> {
  const cursor = db<ActionRow[]>`
    select ${columns(db)} from action a ${joins(db)} where ${matching(db, tab, filter)} order by a.created_at desc, a.id`.cursor(
    500,
  );
  for await (const batch of cursor) yield* batch;
}

/** How many actions each tab holds. */
export async function countActions(db: Queryable, filter: ActionFilter): Promise<Record<ActionTab, number>> {
  const rows = await db<{ state: string; count: number }[]>`
    select a.state, count(*)::int as count from action a ${filter.skuId === undefined ? db`` : joins(db)}
    where ${matching(db, null, filter)} group by 1`;
  const counts = { on_the_way: 0, attention: 0, done: 0, ended: 0 };
  for (const { state, count } of rows)
    for (const tab of actionTabs) if (statesOf[tab].includes(state)) counts[tab] += count;
  return counts;
}

export interface ActionDetail extends ActionRow {
  payload: unknown;
  priorState: unknown;
  reading: unknown;
  readAt: Date | null;
  receipt: unknown;
  tries: {
    attempt: number;
    startedAt: Date;
    finishedAt: Date | null;
    outcome: string | null;
    httpStatus: number | null;
    answer: string | null;
  }[];
}

/** One action with its attempts, receipt and the source's last word; null when there is none. */
export async function findActionDetail(db: Queryable, id: string): Promise<ActionDetail | null> {
  const [row] = await db<Omit<ActionDetail, "tries">[]>`
    select ${columns(db)}, a.payload, a.prior_state as "priorState", a.reading, a.read_at as "readAt", a.receipt
    from action a ${joins(db)} where a.id = ${id}`;
  if (!row) return null;
  const tries = await db<ActionDetail["tries"]>`
    select attempt, started_at as "startedAt", finished_at as "finishedAt", outcome, http_status as "httpStatus", answer
    from action_attempt where action_id = ${id} order by attempt`;
  return { ...row, tries };
}

const joins = (db: Queryable) => db`
  left join connection n on n.id = a.connection_id
  left join transfer_order o on o.id = (a.payload ->> 'transferId')::bigint
  left join location f on f.id = o.origin_id
  left join location t on t.id = o.destination_id
  left join campaign g on g.id = (a.payload ->> 'campaignId')::int
  left join product_ad p on p.id = (a.payload ->> 'productAdId')::int
  left join lateral (
    select min(sku_id) as sku_id, sum(quantity)::int as units from transfer_line l where transfer_id = o.id
      and (coalesce(l.action_id, o.action_id) = a.id or (a.id <> o.action_id and a.rides_with is null))) tl on true
  left join sku k on k.id = coalesce(tl.sku_id, p.sku_id, (a.payload ->> 'skuId')::int)`;

const columns = (db: Queryable) => db`
  a.id, a.kind, a.state, a.state_reason as "stateReason", a.executor, n.name as "connectionName",
  a.recommendation_id as "recommendationId", o.id as "transferId", o.number as "transferNumber", f.code as "originCode",
  t.code as "destinationCode", g.id as "campaignId", g.name as "campaignName", p.id as "productAdId", k.id as "skuId",
  k.code as "skuCode", k.title as "skuTitle", coalesce(tl.units, (a.payload ->> 'units')::int) as units, a.attempts, a.next_attempt_at as "nextAttemptAt",
  a.accepted_at as "acceptedAt", a.verified_at as "verifiedAt", a.undo_of as "undoOf",
  (select i.id from action i where i.undo_of = a.id and i.state not in ('failed', 'refused', 'cancelled') limit 1) as "undoneBy",
  a.expected_low_minor as "expectedLowMinor", a.expected_minor as "expectedMinor", a.expected_high_minor as "expectedHighMinor",
  a.realised_low_minor as "realisedLowMinor", a.realised_minor as "realisedMinor", a.realised_high_minor as "realisedHighMinor",
  a.realised_at as "realisedAt", a.approved_by as "approvedBy", a.created_at as "createdAt", a.updated_at as "updatedAt"`;

function matching(db: Queryable, tab: ActionTab | null, filter: ActionFilter) {
  const conditions = [db`true`];
  if (tab) conditions.push(db`a.state in ${db(statesOf[tab])}`);
  if (filter.kind?.length) conditions.push(db`a.kind in ${db(filter.kind)}`);
  if (filter.state?.length) conditions.push(db`a.state in ${db(filter.state)}`);
  if (filter.skuId !== undefined) conditions.push(db`k.id = ${filter.skuId}`);
  if (filter.campaignId !== undefined)
    conditions.push(db`(a.payload ->> 'campaignId')::int = ${filter.campaignId}`);
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}
