import type { Queryable } from "@/db/client";
import {
  columns,
  details,
  inTab,
  joins,
  matching,
  partsOf,
  type QueueFilter,
  type QueueRow,
  type QueueTab,
  queueTabs,
  type RecommendationKind,
  type Team,
} from "./recommendation-rows";
import { afterCursor, orderBy, type SortDirection } from "./shared/after-cursor";
import { type Cursor, cutPage, decodeCursor } from "./shared/keyset";

export {
  type QueueAction,
  type QueueFilter,
  type QueueRow,
  type QueueTab,
  queueTabs,
} from "./recommendation-rows";

const sorts = {
  loss: { column: "r.loss_minor_per_day", columnType: "bigint", notNull: true },
  value: { column: "r.value_minor", columnType: "bigint", notNull: true },
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

/** How many rows of a tab are counted at most, other than of what is to decide. */
const countedMost = 10_000;
/** What counts add up and filters look at, so that an index can answer without the wide rows. */
const countedColumns = `id, kind, problem_key, team, urgency, sku_id, location_id, campaign_id, assigned_to, decided_by_id,
  loss_minor_per_day, value_low_minor, value_minor, value_high_minor`;
/** What lists are sorted and filtered by. The wide rows are read for the page alone. */
const listedColumns = `id, kind, team, urgency, sku_id, location_id, campaign_id, assigned_to, decided_by_id,
  loss_minor_per_day, value_minor, created_at, decided_at, snoozed_until`;

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
  const sort = sortOf(params.sort ?? defaultSort[params.tab]);
  const cursor = decodeCursor(params.cursor, 1);
  const first = firstOfParts(db, { ...params, sort, cursor });
  const rows = await readFirst(db, first, { sort, pageSize: params.pageSize });
  return cutPage(rows, params.pageSize, (row) => ({ value: row.sortValue, ids: [row.id] }));
}

/** The first page of each of some kinds in the tab's own order, in one statement. */
export async function listFirstOfKinds(
  db: Queryable,
  params: { tab: QueueTab; filter: QueueFilter; kinds: readonly RecommendationKind[]; pageSize: number },
): Promise<Map<RecommendationKind, { rows: QueueRow[]; nextCursor: string | null }>> {
  const { kinds, pageSize } = params;
  const sort = sortOf(defaultSort[params.tab]);
  const first = kinds.flatMap((kind) =>
    firstOfParts(db, { ...params, filter: { ...params.filter, kind: [kind] }, sort, cursor: null }),
  );
  const rows = await readFirst(db, first, { sort, pageSize, each: "kind" });
  return new Map(
    kinds.map((kind) => [
      kind,
      cutPage(
        rows.filter((row) => row.kind === kind),
        pageSize,
        (row) => ({ value: row.sortValue, ids: [row.id] }),
      ),
    ]),
  );
}

const sortOf = ({ key, direction }: { key: QueueSort; direction: SortDirection }) => ({
  ...sorts[key],
  direction,
  ids: ["r.id"],
  idTypes: ["bigint"],
});
type Sort = ReturnType<typeof sortOf>;

/** The first of each part of a tab, in the order of its index: sorted all together, every row of the tab would be read. */
const firstOfParts = (
  db: Queryable,
  of: { tab: QueueTab; filter: QueueFilter; sort: Sort; cursor: Cursor | null; pageSize: number },
) =>
  partsOf(db, of.tab, listedColumns).map(
    (part) => db`(
      select r.id, r.kind, ${db.unsafe(of.sort.column)} from (${part}) r ${joins(db)}
      where ${matching(db, of.filter)} and ${afterCursor(db, of.cursor, of.sort)}
      order by ${orderBy(db, of.sort)} limit ${of.pageSize + 1})`,
  );

/** The rows that come first of some lists together, or of each kind in them, and one more. */
const readFirst = (
  db: Queryable,
  first: ReturnType<typeof firstOfParts>,
  { sort, pageSize, each }: { sort: Sort; pageSize: number; each?: "kind" },
) =>
  db<(QueueRow & { sortValue: string | null })[]>`
    with page as materialized (
      select r.id, ${db.unsafe(sort.column)}::text as sort_value,
        row_number() over (${each ? db`partition by r.kind` : db``} order by ${orderBy(db, sort)}) as place
      from (${first.reduce((all, part) => db`${all} union all ${part}`)}) r)
    select ${columns(db)}, p.sort_value as "sortValue"
    from page p join recommendation r on r.id = p.id ${joins(db)} ${details(db)}
    where p.place <= ${pageSize + 1} order by p.place, r.id`;

/** Every row of a tab, for an export, streamed in the order of the tab. */
export async function* exportRecommendations(
  db: Queryable,
  tab: QueueTab,
  filter: QueueFilter,
): AsyncGenerator<QueueRow> {
  const chosen = defaultSort[tab];
  const sort = { ...sorts[chosen.key], direction: chosen.direction, ids: ["r.id"] };
  const cursor = db<QueueRow[]>`
    select ${columns(db)} from ${inTab(db, tab)} r ${joins(db)} ${details(db)}
    where ${matching(db, filter)} order by ${orderBy(db, sort)}`.cursor(500);
  for await (const batch of cursor) yield* batch;
}

export interface TabCount {
  /** Null: more than 10,000, of another tab than what is to decide. */
  count: number | null;
  lossMinorPerDay: number;
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
}

const none = { count: 0, lossMinorPerDay: 0, valueLowMinor: 0, valueMinor: 0, valueHighMinor: 0 };
const sums = (db: Queryable) => db`
  count(*)::int as count, coalesce(sum(loss_minor_per_day), 0)::bigint as "lossMinorPerDay",
  coalesce(sum(value_low_minor), 0)::bigint as "valueLowMinor", coalesce(sum(value_minor), 0)::bigint as "valueMinor",
  coalesce(sum(value_high_minor), 0)::bigint as "valueHighMinor"`;

/**
 * Count and sums of each tab under a filter: of what is to decide, whose groups may have been asked for already, exact, however
 * much it is; of the others up to 10,000, then null.
 */
export async function countRecommendations(
  db: Queryable,
  filter: QueueFilter,
  toDecide: Promise<readonly QueueGroup[]> = groupRecommendations(db, filter),
): Promise<Record<QueueTab, TabCount>> {
  const counts = await Promise.all(
    queueTabs.map(async (tab) => {
      if (tab === "to_decide") return [tab, added(await toDecide)] as const;
      const [found = none] = await db<(typeof none)[]>`
        select ${sums(db)} from (
          select r.loss_minor_per_day, r.value_low_minor, r.value_minor, r.value_high_minor
          from ${inTab(db, tab, countedColumns)} r ${joins(db)} where ${matching(db, filter)}
          limit ${countedMost + 1}
        ) counted`;
      return [tab, { ...found, count: found.count > countedMost ? null : found.count }] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<QueueTab, TabCount>;
}

const added = (groups: readonly QueueGroup[]): TabCount =>
  groups.reduce(
    (sum, group) => ({
      count: sum.count + group.count,
      lossMinorPerDay: sum.lossMinorPerDay + group.lossMinorPerDay,
      valueLowMinor: sum.valueLowMinor + group.valueLowMinor,
      valueMinor: sum.valueMinor + group.valueMinor,
      valueHighMinor: sum.valueHighMinor + group.valueHighMinor,
    }),
    none,
  );

export interface QueueGroup extends TabCount {
  kind: RecommendationKind;
  /** Key of the problem's sentence, such as shortage.out. */
  problemKey: string;
  count: number;
}

/** What is to decide by problem, the one that loses most a day first. */
export function groupRecommendations(db: Queryable, filter: QueueFilter): Promise<QueueGroup[]> {
  return db<QueueGroup[]>`
    select r.kind, r.problem_key as "problemKey", ${sums(db)}
    from ${inTab(db, "to_decide", countedColumns)} r ${joins(db)} where ${matching(db, filter)}
    group by 1, 2 order by 4 desc, 1, 2`;
}

/**
 * Ids of what waits for a person who decides for these teams, as the badge in the navigation counts it: open decisions that
 * are urgent or high and that they have not put before a second person, approved ones of which a step waits for a team of
 * theirs, and what somebody else asks a second person for (those without a decision by their negative number).
 */
export const waitingForPerson = (db: Queryable, person: { id: string; teams: readonly Team[] }) => db`
  select id from recommendation r
  where state = 'open' and urgency in ('urgent', 'high') and team = any(${[...person.teams]}) and not exists (
    select from approval_request q where q.recommendation_id = r.id and q.state = 'waiting' and q.asked_by_id = ${person.id}
      and r.version = (q.request ->> 'version')::int)
  union
  select recommendation_id from recommendation_step where state = 'waiting' and team = any(${[...person.teams]})
  union
  select coalesce(q.recommendation_id, -q.id) from approval_request q left join recommendation r on r.id = q.recommendation_id
  where q.state = 'waiting' and q.asked_by_id <> ${person.id} and q.team = any(${[...person.teams]})
    and (r.id is null or (r.state in ('open', 'blocked', 'approved') and r.version = (q.request ->> 'version')::int))`;

/** When the last one was decided; for the empty queue. */
export async function lastDecidedAt(db: Queryable): Promise<Date | null> {
  const [row] = await db<{ at: Date }[]>`
    select decided_at as at from recommendation where decided_at is not null order by decided_at desc limit 1`;
  return row?.at ?? null;
}
