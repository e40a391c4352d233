import type { Queryable } from "@/db/client";
import type { ImpactFacts, Unmeasurable } from "@/lib/metrics/impact/types";

export type Team = "supply" | "marketing" | "operator";
export type RecommendationKind = "shortage" | "ad_pause" | "ad_resume" | "ad_budget" | "excess";
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
 * to_decide: open, blocked, or approved with a step that waits for its team or an action that failed or stayed unconfirmed.
 * on_the_way: approved, nothing wrong, not all begun and proved. done: approved, every step and action at its end. closed:
 * rejected, expired or superseded.
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
  kind: "transfer" | "transfer_cancel" | "ad_pause" | "ad_resume" | "ad_budget" | "publish_quantity";
  state: string;
  stateReason: string | null;
  executor: "webhook" | "manual" | "connector";
  undoOf: string | null;
  transferId: number | null;
  transferNumber: string | null;
  expectedLowMinor: number | null;
  expectedMinor: number | null;
  expectedHighMinor: number | null;
  /** What was expected of the days measured so far; null: not measured, or not told what days it covers. */
  claimedLowMinor: number | null;
  claimedMinor: number | null;
  claimedHighMinor: number | null;
  realisedLowMinor: number | null;
  realisedMinor: number | null;
  realisedHighMinor: number | null;
  /** What the realised value rests on (lib/metrics/impact); null: not measured, or before this was kept. */
  realisedFacts: ImpactFacts | null;
  /** ISO time from which on it stays. */
  realisedAt: string | null;
  /** Why its worth cannot be told. */
  unmeasurable: Unmeasurable | null;
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
  /** Steps of it wait for a team or for their time. */
  hasStepsAhead: boolean;
  /** Teams whose approval steps of it wait for, in the alphabet's order. */
  waitsFor: Team[];
  /** Set when one of its actions needs a person. */
  attention: "failed" | "unconfirmed" | null;
  simulated: boolean;
}

/** The rows of a tab, with the columns that are asked for. */
export const inTab = (db: Queryable, tab: QueueTab, columns = "*") =>
  db`(${partsOf(db, tab, columns).reduce((all, part) => db`${all} union all ${part}`)})`;

/** The parts that together are a tab's rows, each through an index of its own; no row is in two of them. */
export function partsOf(db: Queryable, tab: QueueTab, columns = "*") {
  const rows = db.unsafe(`select ${columns} from recommendation`);
  switch (tab) {
    case "to_decide":
      return [
        db`${rows} where state in ('open', 'blocked')`,
        db`${rows} where state = 'approved' and id in (
          ${withActions(db, ["failed", "unconfirmed"])} union ${withSteps(db, "waiting")})`,
      ];
    case "on_the_way":
      return [
        db`${rows} where state = 'approved'
          and id in (${withActions(db, ["queued", "sending", "accepted", "undoing"])} union ${withSteps(db, "scheduled")})
          and id not in (${withActions(db, ["failed", "unconfirmed"])} union ${withSteps(db, "waiting")})`,
      ];
    case "done":
      return [
        db`${rows} w where state = 'approved' and not exists (
          select from action a where a.recommendation_id = w.id
            and a.state in ('queued', 'sending', 'accepted', 'undoing', 'failed', 'unconfirmed'))
          and w.id not in (${withSteps(db, "waiting")} union ${withSteps(db, "scheduled")})`,
      ];
    case "snoozed":
      return [db`${rows} where state = 'snoozed'`];
    case "closed":
      return [
        db`${rows} where state = 'rejected'`,
        db`${rows} where state = 'expired'`,
        db`${rows} where state = 'superseded'`,
      ];
  }
}

/** The states are written out, not sent, so that the plan can use the index of unfinished actions. */
const withActions = (db: Queryable, states: readonly ActionState[]) =>
  db`select recommendation_id from action
    where state in (${db.unsafe(states.map((state) => `'${state}'`).join(", "))}) and recommendation_id is not null`;

/** Approved ones with a step that waits for its team, or for its time. */
const withSteps = (db: Queryable, state: "waiting" | "scheduled") =>
  db`select recommendation_id from recommendation_step where state = ${db.unsafe(`'${state}'`)}`;

type ActionState = "queued" | "sending" | "accepted" | "undoing" | "failed" | "unconfirmed";

/** What a row and its filters name beside the recommendation `r`. */
export const joins = (db: Queryable) => db`
  left join sku k on k.id = r.sku_id
  left join location l on l.id = r.location_id
  left join campaign g on g.id = r.campaign_id`;

/** Owner and actions of a row. */
export const details = (db: Queryable) => db`
  left join app_user u on u.id = r.assigned_to
  left join lateral (
    select jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'state', a.state, 'stateReason', a.state_reason,
        'executor', a.executor, 'undoOf', a.undo_of, 'transferId', o.id, 'transferNumber', o.number,
        'expectedLowMinor', a.expected_low_minor, 'expectedMinor', a.expected_minor, 'expectedHighMinor', a.expected_high_minor,
        'claimedLowMinor', a.claimed_low_minor, 'claimedMinor', a.claimed_minor, 'claimedHighMinor', a.claimed_high_minor,
        'realisedLowMinor', a.realised_low_minor, 'realisedMinor', a.realised_minor, 'realisedHighMinor', a.realised_high_minor,
        'realisedFacts', a.realised_facts, 'realisedAt', a.realised_at, 'unmeasurable', a.unmeasurable)
        order by a.created_at, a.id) as actions,
      case when bool_or(a.state = 'failed') then 'failed' when bool_or(a.state = 'unconfirmed') then 'unconfirmed' end as attention
    from action a left join transfer_order o on a.kind = 'transfer' and o.id = (a.payload ->> 'transferId')::bigint
      and o.action_id = coalesce(a.rides_with, a.id)
    where a.recommendation_id = r.id) d on true`;

/** The columns of QueueRow. */
export const columns = (db: Queryable) => db`
  r.id, r.version, r.kind, r.team, r.state, r.urgency, r.sku_id as "skuId", k.code as "skuCode", k.title as "skuTitle",
  k.title_lang as "skuTitleLang", r.location_id as "locationId", l.code as "locationCode", l.name as "locationName",
  r.campaign_id as "campaignId", g.name as "campaignName", r.product_ad_id as "productAdId", r.problem,
  coalesce((select o.value from jsonb_array_elements(r.options) o where o.value ->> 'key' = r.chosen_option limit 1), r.options -> 0) as option,
  r.chosen_option as "chosenOption", r.value_low_minor as "valueLowMinor", r.value_minor as "valueMinor",
  r.value_high_minor as "valueHighMinor", r.loss_minor_per_day as "lossMinorPerDay", r.data_as_of as "dataAsOf",
  r.blocked_reasons as "blockedReasons", r.policy_version as "policyVersion", r.assigned_to as "assignedTo",
  u.name as "assignedName", r.decided_by as "decidedBy", r.decided_at as "decidedAt", r.reason, r.note,
  r.snoozed_until as "snoozedUntil", r.created_at as "createdAt", r.updated_at as "updatedAt",
  coalesce(d.actions, '[]') as actions, d.attention,
  exists (select from recommendation_step e where e.recommendation_id = r.id and e.state in ('waiting', 'scheduled')) as "hasStepsAhead",
  array(select distinct e.team from recommendation_step e where e.recommendation_id = r.id and e.state = 'waiting' order by 1) as "waitsFor",
  coalesce(k.simulated, g.simulated, false) as simulated`;

/** The conditions of a filter; the tables of `joins` must be there. */
export function matching(db: Queryable, filter: QueueFilter) {
  const conditions = [db`true`];
  if (filter.team?.length)
    conditions.push(db`(r.team in ${db(filter.team)} or r.id in (
      select recommendation_id from recommendation_step where state = 'waiting' and team in ${db(filter.team)}))`);
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
