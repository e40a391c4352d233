import type { Db, Queryable } from "@/db/client";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { cutPage, decodeCursor } from "./shared/keyset";

type Team = "supply" | "marketing" | "operator";
type RecommendationKind = "shortage" | "ad_pause" | "ad_resume" | "excess";
type Urgency = "urgent" | "high" | "normal";
type RecommendationState =
  | "open"
  | "approved"
  | "rejected"
  | "snoozed"
  | "expired"
  | "superseded"
  | "blocked";

/**
 * to_decide: open, blocked, or approved with an action that failed or stayed unconfirmed. on_the_way: approved, nothing
 * wrong, not all proved. done: approved, every action at its end. closed: rejected, expired or superseded.
 */
export const queueTabs = ["to_decide", "on_the_way", "done", "snoozed", "closed"] as const;
export type QueueTab = (typeof queueTabs)[number];

export interface QueueFilter {
  team?: Team[];
  kind?: RecommendationKind[];
  urgency?: Urgency[];
  /** Location codes. */
  location?: string[];
  skuId?: number;
  /** Only what is assigned to, or was decided by, this person. */
  mineOf?: string;
  /** SKU code or a part of its title. */
  q?: string | null;
}

/** One action of a recommendation, in short. */
export interface QueueAction {
  id: string;
  kind: "transfer" | "transfer_cancel" | "ad_pause" | "ad_resume";
  state: string;
  stateReason: string | null;
  executor: "webhook" | "manual";
  undoOf: string | null;
  transferId: number | null;
  transferNumber: string | null;
  expectedLowMinor: number | null;
  expectedMinor: number | null;
  expectedHighMinor: number | null;
  realisedLowMinor: number | null;
  realisedMinor: number | null;
  realisedHighMinor: number | null;
}

/**
 * A recommendation as the queue lists it; services/recommendation/list.ts gives the stored facts their types. Money in
 * minor units of the company's currency.
 */
export interface QueueRow {
  id: number;
  version: number;
  kind: RecommendationKind;
  team: Team;
  state: RecommendationState;
  urgency: Urgency;
  skuId: number | null;
  skuCode: string | null;
  skuTitle: string | null;
  skuTitleLang: string | null;
  locationId: number | null;
  locationCode: string | null;
  locationName: string | null;
  campaignId: number | null;
  campaignName: string | null;
  productAdId: number | null;
  problem: unknown;
  /** The chosen option once decided, else the best one. */
  option: unknown;
  chosenOption: string | null;
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
  lossMinorPerDay: number;
  dataAsOf: Date | null;
  blockedReasons: unknown;
  policyVersion: number;
  assignedTo: string | null;
  assignedName: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  note: string | null;
  snoozedUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
  actions: QueueAction[];
  /** Set when one of its actions needs a person. */
  attention: "failed" | "unconfirmed" | null;
  simulated: boolean;
}

const sorts = {
  loss: { column: "r.loss_minor_per_day", columnType: "bigint" },
  value: { column: "r.value_minor", columnType: "bigint" },
  created: { column: "r.created_at", columnType: "timestamptz" },
  decided: { column: "r.decided_at", columnType: "timestamptz" },
  snoozed: { column: "r.snoozed_until", columnType: "timestamptz" },
} as const;
export type QueueSort = keyof typeof sorts;
export const queueSorts = Object.keys(sorts) as QueueSort[];

/** What each tab is sorted by unless the reader chose. */
export const defaultSort: Record<QueueTab, { key: QueueSort; direction: SortDirection }> = {
  to_decide: { key: "loss", direction: "desc" },
  on_the_way: { key: "decided", direction: "desc" },
  done: { key: "decided", direction: "desc" },
  snoozed: { key: "snoozed", direction: "asc" },
  closed: { key: "decided", direction: "desc" },
};

const countLimit = 10_000;

/** One keyset page of a tab. */
export async function listRecommendations(
  db: Queryable,
  params: {
    tab: QueueTab;
    filter: QueueFilter;
    sort?: { key: QueueSort; direction: SortDirection };
    cursor: string | null;
    pageSize: number;
  },
): Promise<{ rows: QueueRow[]; nextCursor: string | null }> {
  const chosen = params.sort ?? defaultSort[params.tab];
  const sort = { ...sorts[chosen.key], direction: chosen.direction, ids: ["r.id"], idTypes: ["bigint"] };
  const cursor = decodeCursor(params.cursor, 1);
  const rows = await db<(QueueRow & { sortValue: string | null })[]>`
    with page as materialized (
      select r.*, ${db.unsafe(sort.column)}::text as sort_value, row_number() over (order by ${orderBy(db, sort)}) as place
      from ${inTab(db, params.tab)} r ${joins(db)}
      where ${matching(db, params.filter)} and ${afterCursor(db, cursor, sort)}
      order by ${orderBy(db, sort)} limit ${params.pageSize + 1})
    select ${columns(db)}, r.sort_value as "sortValue" from page r ${joins(db)} ${details(db)} order by r.place`;
  return cutPage(rows, params.pageSize, (row) => ({ value: row.sortValue, ids: [row.id] }));
}

/** Every row of a tab, for an export, streamed in the order of the tab. */
export async function* exportRecommendations(
  db: Db,
  tab: QueueTab,
  filter: QueueFilter,
): AsyncGenerator<QueueRow> {
  const chosen = defaultSort[tab];
  const sort = { column: sorts[chosen.key].column, direction: chosen.direction, ids: ["r.id"] };
  const cursor = db<QueueRow[]>`
    select ${columns(db)} from ${inTab(db, tab)} r ${joins(db)} ${details(db)}
    where ${matching(db, filter)} order by ${orderBy(db, sort)}`.cursor(500);
  for await (const batch of cursor) yield* batch;
}

export interface TabCount {
  /** Null: more than 10,000. */
  count: number | null;
  lossMinorPerDay: number;
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
}

/** Count and sums of each tab under a filter. */
export async function countRecommendations(
  db: Queryable,
  filter: QueueFilter,
): Promise<Record<QueueTab, TabCount>> {
  const counts = await Promise.all(
    queueTabs.map(async (tab) => {
      const [row] = await db<(TabCount & { count: number })[]>`
        select count(*)::int as count, coalesce(sum(loss_minor_per_day), 0)::bigint as "lossMinorPerDay",
          coalesce(sum(value_low_minor), 0)::bigint as "valueLowMinor", coalesce(sum(value_minor), 0)::bigint as "valueMinor",
          coalesce(sum(value_high_minor), 0)::bigint as "valueHighMinor"
        from (select r.* from ${inTab(db, tab)} r ${joins(db)} where ${matching(db, filter)} limit ${countLimit + 1}) counted`;
      const empty = { count: 0, lossMinorPerDay: 0, valueLowMinor: 0, valueMinor: 0, valueHighMinor: 0 };
      const found = row ?? empty;
      return [tab, { ...found, count: found.count > countLimit ? null : found.count }] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<QueueTab, TabCount>;
}

export interface QueueGroup {
  kind: RecommendationKind;
  /** Key of the problem's sentence, such as shortage.out. */
  problemKey: string;
  count: number;
  lossMinorPerDay: number;
  valueMinor: number;
}

/** The groups of a tab by problem, the one that loses most a day first. */
export function groupRecommendations(
  db: Queryable,
  tab: QueueTab,
  filter: QueueFilter,
): Promise<QueueGroup[]> {
  return db<QueueGroup[]>`
    select r.kind, r.problem ->> 'key' as "problemKey", count(*)::int as count,
      sum(r.loss_minor_per_day)::bigint as "lossMinorPerDay", sum(r.value_minor)::bigint as "valueMinor"
    from ${inTab(db, tab)} r ${joins(db)} where ${matching(db, filter)}
    group by 1, 2 order by 4 desc, 1, 2`;
}

/** What the badge in the navigation counts: open ones that are urgent or high, for some teams. */
export async function countUrgent(db: Queryable, teams: readonly Team[]): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from recommendation
    where state = 'open' and urgency <> 'normal' and team = any(${[...teams]})`;
  return row?.count ?? 0;
}

/** When the last one was decided; for the empty queue. */
export async function lastDecidedAt(db: Queryable): Promise<Date | null> {
  const [row] = await db<{ at: Date }[]>`
    select decided_at as at from recommendation where decided_at is not null order by decided_at desc limit 1`;
  return row?.at ?? null;
}

export interface RecommendationDetail extends QueueRow {
  subjectKey: string;
  materialHash: string;
  options: unknown;
  evidence: unknown;
  /** Places whose gauges belong beside the problem: the one in need first, then donors. */
  locationIds: number[];
  /** The gauges of those places, in that order. */
  gauges: GaugeRow[];
}

/** A place of the problem's SKU, as its gauge draws it. */
export interface GaugeRow {
  locationId: number;
  locationCode: string;
  locationName: string;
  state: string;
  available: number | null;
  incoming: number;
  forecastPerDay: number | null;
  coverDays: number | null;
  gapDays: number;
  safetyStockUnits: number | null;
  arrivals: { days: number; quantity: number; confirmed: boolean }[];
  dataAsOf: Date | null;
}

/** One recommendation with its options, evidence, gauges and actions; null when there is none. */
export async function findRecommendation(db: Queryable, id: number): Promise<RecommendationDetail | null> {
  const [row] = await db<Omit<RecommendationDetail, "gauges">[]>`
    select ${columns(db)}, r.subject_key as "subjectKey", r.material_hash as "materialHash", r.options, r.evidence,
      array(select jsonb_array_elements_text(coalesce(r.problem -> 'locationIds', '[]'))::int) as "locationIds"
    from recommendation r ${joins(db)} ${details(db)} where r.id = ${id}`;
  if (!row) return null;
  return { ...row, gauges: await gaugesOf(db, row.skuId, row.locationIds) };
}

async function gaugesOf(
  db: Queryable,
  skuId: number | null,
  locationIds: readonly number[],
): Promise<GaugeRow[]> {
  if (skuId === null || locationIds.length === 0) return [];
  return db<GaugeRow[]>`
    select l.id as "locationId", l.code as "locationCode", l.name as "locationName", coalesce(s.state, 'unknown') as state,
      v.available, coalesce(v.incoming, 0) as incoming, s.forecast_units_per_day as "forecastPerDay", s.cover_days as "coverDays",
      coalesce(s.gap_days, 0) as "gapDays", s.safety_stock_units as "safetyStockUnits", coalesce(a.arrivals, '[]') as arrivals,
      v.data_as_of as "dataAsOf"
    from unnest(${[...locationIds]}::int[]) with ordinality as w (id, place)
    join location l on l.id = w.id
    left join stock_status s on s.sku_id = ${skuId} and s.location_id = l.id
    left join stock_level v on v.sku_id = ${skuId} and v.location_id = l.id
    left join lateral (
      select jsonb_agg(jsonb_build_object('days', round((extract(epoch from expected_at - now()) / 86400)::numeric, 2),
        'quantity', quantity, 'confirmed', confirmed) order by expected_at) as arrivals
      from (
        select expected_at, quantity - received_quantity as quantity, confirmed from inbound_line
        where sku_id = ${skuId} and location_id = l.id and state = 'open' and quantity > received_quantity
        union all
        select o.expected_at, coalesce(t.shipped_quantity, t.quantity), o.state = 'shipped'
        from transfer_line t join transfer_order o on o.id = t.transfer_id
        where t.sku_id = ${skuId} and t.destination_id = l.id and o.state in ('planned', 'sent', 'shipped') and t.received_quantity is null
        order by 1 limit 10) arrival) a on true
    order by w.place`;
}

export interface Activity {
  at: Date;
  actorName: string;
  actorKind: string;
  verb: string;
  entity: string;
  entityId: string;
  reason: string | null;
}

/** What was done about a recommendation and its actions, newest first. */
export function recommendationActivity(db: Queryable, id: number): Promise<Activity[]> {
  return db<Activity[]>`
    select e.at, e.actor_name as "actorName", e.actor_kind as "actorKind", e.verb, e.entity, e.entity_id as "entityId", e.reason
    from audit_event e
    where (e.entity = 'recommendation' and e.entity_id = ${String(id)})
      or (e.entity = 'action' and e.entity_id in (select a.id::text from action a where a.recommendation_id = ${id}))
    order by e.id desc limit 100`;
}

/** The rows of a tab, through an index of their own. */
function inTab(db: Queryable, tab: QueueTab) {
  switch (tab) {
    case "to_decide":
      return db`(
        select * from recommendation where state in ('open', 'blocked')
        union all
        select * from recommendation where state = 'approved' and id in (${withActions(db, ["failed", "unconfirmed"])}))`;
    case "on_the_way":
      return db`(
        select * from recommendation where state = 'approved'
          and id in (${withActions(db, ["queued", "sending", "accepted", "undoing"])})
          and id not in (${withActions(db, ["failed", "unconfirmed"])}))`;
    case "done":
      return db`(
        select * from recommendation w where state = 'approved' and not exists (
          select from action a where a.recommendation_id = w.id
            and a.state in ('queued', 'sending', 'accepted', 'undoing', 'failed', 'unconfirmed')))`;
    case "snoozed":
      return db`(select * from recommendation where state = 'snoozed')`;
    case "closed":
      return db`(
        select * from recommendation where state = 'rejected'
        union all select * from recommendation where state = 'expired'
        union all select * from recommendation where state = 'superseded')`;
  }
}

/** The states are written out, not sent, so that the plan can use the index of unfinished actions. */
const withActions = (db: Queryable, states: readonly ActionState[]) =>
  db`select recommendation_id from action
    where state in (${db.unsafe(states.map((state) => `'${state}'`).join(", "))}) and recommendation_id is not null`;

type ActionState = "queued" | "sending" | "accepted" | "undoing" | "failed" | "unconfirmed";

const joins = (db: Queryable) => db`
  left join sku k on k.id = r.sku_id
  left join location l on l.id = r.location_id
  left join campaign g on g.id = r.campaign_id`;

const details = (db: Queryable) => db`
  left join app_user u on u.id = r.assigned_to
  left join lateral (
    select jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'state', a.state, 'stateReason', a.state_reason,
        'executor', a.executor, 'undoOf', a.undo_of, 'transferId', o.id, 'transferNumber', o.number,
        'expectedLowMinor', a.expected_low_minor, 'expectedMinor', a.expected_minor, 'expectedHighMinor', a.expected_high_minor,
        'realisedLowMinor', a.realised_low_minor, 'realisedMinor', a.realised_minor, 'realisedHighMinor', a.realised_high_minor)
        order by a.created_at, a.id) as actions,
      case when bool_or(a.state = 'failed') then 'failed' when bool_or(a.state = 'unconfirmed') then 'unconfirmed' end as attention
    from action a left join transfer_order o on o.action_id = a.id where a.recommendation_id = r.id) d on true`;

const columns = (db: Queryable) => db`
  r.id, r.version, r.kind, r.team, r.state, r.urgency, r.sku_id as "skuId", k.code as "skuCode", k.title as "skuTitle",
  k.title_lang as "skuTitleLang", r.location_id as "locationId", l.code as "locationCode", l.name as "locationName",
  r.campaign_id as "campaignId", g.name as "campaignName", r.product_ad_id as "productAdId", r.problem,
  coalesce((select o.value from jsonb_array_elements(r.options) o where o.value ->> 'key' = r.chosen_option limit 1), r.options -> 0) as option,
  r.chosen_option as "chosenOption", r.value_low_minor as "valueLowMinor", r.value_minor as "valueMinor",
  r.value_high_minor as "valueHighMinor", r.loss_minor_per_day as "lossMinorPerDay", r.data_as_of as "dataAsOf",
  r.blocked_reasons as "blockedReasons", r.policy_version as "policyVersion", r.assigned_to as "assignedTo",
  u.name as "assignedName", r.decided_by as "decidedBy", r.decided_at as "decidedAt", r.reason, r.note,
  r.snoozed_until as "snoozedUntil", r.created_at as "createdAt", r.updated_at as "updatedAt",
  coalesce(d.actions, '[]') as actions, d.attention, coalesce(k.simulated, g.simulated, false) as simulated`;

function matching(db: Queryable, filter: QueueFilter) {
  const conditions = [db`true`];
  if (filter.team?.length) conditions.push(db`r.team in ${db(filter.team)}`);
  if (filter.kind?.length) conditions.push(db`r.kind in ${db(filter.kind)}`);
  if (filter.urgency?.length) conditions.push(db`r.urgency in ${db(filter.urgency)}`);
  if (filter.location?.length) conditions.push(db`l.code in ${db(filter.location)}`);
  if (filter.skuId !== undefined) conditions.push(db`r.sku_id = ${filter.skuId}`);
  if (filter.mineOf)
    conditions.push(db`(r.assigned_to = ${filter.mineOf} or r.decided_by_id = ${filter.mineOf})`);
  if (filter.q) {
    const part = `%${filter.q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    conditions.push(db`(k.code ilike ${part} or k.title ilike ${part} or g.name ilike ${part})`);
  }
  return conditions.reduce((all, one) => db`${all} and ${one}`);
}
