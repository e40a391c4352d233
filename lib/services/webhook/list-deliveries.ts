import type { Queryable } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import type { ActionKind, ActionState } from "../action/types";
import { redeliverableStates } from "./redeliverable";

/** One message to an endpoint, and how its newest attempt went. */
export interface Delivery {
  /** The message's id, the same on every attempt: the action's. */
  id: string;
  /** With all its digits, so that a page begins exactly after it. */
  createdAt: string;
  kind: ActionKind;
  /** A transfer's number, or the ad's or campaign's id at the platform. */
  subject: string;
  state: ActionState;
  /** A short code: why it stands as it does. */
  reason: string | null;
  attempts: number;
  /** Of the newest attempt; null: none yet, under way, or no answer came. */
  httpStatus: number | null;
  outcome: string | null;
  durationMs: number | null;
  answer: string | null;
  attemptedAt: Date | null;
  /** Null: no further attempt is due. */
  nextAttemptAt: Date | null;
  /** Whether redeliver would take it. */
  again: boolean;
}

export interface DeliveryFilter {
  states?: readonly string[];
}

/** Where a page goes on: after the delivery with this moment and id. */
export interface DeliveryPage {
  after?: { createdAt: string; id: string } | null;
  limit?: number;
}

const pageSizeDefault = 100;

/** What was posted to an endpoint, newest first. Needs connection.manage. */
export async function listDeliveries(
  db: Queryable,
  actor: Actor,
  connectionId: number,
  filter: DeliveryFilter = {},
  page: DeliveryPage = {},
): Promise<Delivery[]> {
  authorise(actor, "connection.manage");
  const after = page.after
    ? db`and (a.created_at, a.id) < (${page.after.createdAt}::text::timestamptz, ${page.after.id}::uuid)`
    : db``;
  return db<Delivery[]>`
    select a.id, a.created_at::text as "createdAt", a.kind, a.state, a.state_reason as reason,
      coalesce(a.payload ->> 'number', a.payload ->> 'externalId', '') as subject,
      coalesce(t.attempt, 0) as attempts, t.http_status as "httpStatus", t.outcome, t.answer, t.started_at as "attemptedAt",
      extract(epoch from t.finished_at - t.started_at)::float8 * 1000 as "durationMs",
      case when a.state = 'queued' then a.next_attempt_at end as "nextAttemptAt",
      a.state = any(${[...redeliverableStates]}) as again
    from (
      select * from action a where ${matching(db, connectionId, filter)} ${after}
      order by a.created_at desc, a.id desc limit ${page.limit ?? pageSizeDefault}) a
    left join lateral (select * from action_attempt where action_id = a.id order by attempt desc limit 1) t on true
    order by a.created_at desc, a.id desc`;
}

/** How many deliveries match, counted up to `max`; null means more than that. */
export async function countDeliveries(
  db: Queryable,
  actor: Actor,
  connectionId: number,
  filter: DeliveryFilter = {},
  max = 10_000,
): Promise<number | null> {
  authorise(actor, "connection.manage");
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from action a where ${matching(db, connectionId, filter)} limit ${max + 1}) found`;
  return row && row.count <= max ? row.count : null;
}

/** All matching deliveries, newest first, read in pieces at constant memory. */
export async function* exportDeliveries(
  db: Queryable,
  actor: Actor,
  connectionId: number,
  filter: DeliveryFilter,
): AsyncGenerator<Delivery> {
  const limit = 2_000;
  for (let after: Delivery | null = null; ; ) {
    const rows: Delivery[] = await listDeliveries(db, actor, connectionId, filter, { after, limit });
    yield* rows;
    after = rows.at(-1) ?? null;
    if (rows.length < limit) return;
  }
}

const matching = (db: Queryable, connectionId: number, filter: DeliveryFilter) => db`
  a.connection_id = ${connectionId} and a.executor = 'webhook' and a.rides_with is null
  ${filter.states?.length ? db`and a.state = any(${[...filter.states]})` : db``}`;

/** One attempt to deliver a message. */
export interface DeliveryAttempt {
  attempt: number;
  startedAt: Date;
  /** Null while it is under way. */
  durationMs: number | null;
  /** accepted, retry, refused, failed; lost: its worker was killed before it could say. */
  outcome: string | null;
  httpStatus: number | null;
  /** Beginning of the answer, or what kept it from coming. */
  answer: string | null;
}

/** Every attempt of one delivery, newest first, at most 200. Needs connection.manage. */
export async function listAttempts(
  db: Queryable,
  actor: Actor,
  actionId: string,
): Promise<DeliveryAttempt[]> {
  authorise(actor, "connection.manage");
  return db<DeliveryAttempt[]>`
    select attempt, started_at as "startedAt", outcome, http_status as "httpStatus", answer,
      extract(epoch from finished_at - started_at)::float8 * 1000 as "durationMs"
    from action_attempt where action_id = ${actionId} order by attempt desc limit 200`;
}
