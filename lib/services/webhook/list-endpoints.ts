import type { Queryable } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";

/** A system that signed messages are posted to. */
export interface Endpoint {
  /** The connection's number. */
  id: number;
  key: string;
  name: string;
  /** active, paused, error or disconnected. */
  state: string;
  baseUrl: string;
  /** When the latest of its replaced secrets ends; null: only the present one holds. */
  formerUntil: Date | null;
  /** Messages made within the last seven days, and of them those that wait, and those that failed for good. */
  messages: number;
  waiting: number;
  failed: number;
  /** End of the newest attempt of those; null: none was made. */
  lastAttemptAt: Date | null;
}

/** Every endpoint by name; with `key` only that one. Needs connection.manage. */
export async function listEndpoints(
  db: Queryable,
  actor: Actor,
  { key = null, now = new Date() }: { key?: string | null; now?: Date } = {},
): Promise<Endpoint[]> {
  authorise(actor, "connection.manage");
  return db<Endpoint[]>`
    select c.id, c.key, c.name, c.state, c.config ->> 'baseUrl' as "baseUrl", f.until as "formerUntil",
      d.messages, d.waiting, d.failed, d.last as "lastAttemptAt"
    from connection c
    cross join lateral (
      select max(ends_at) as until from connection_former_secret where connection_id = c.id and ends_at > ${now}) f
    cross join lateral (
      select count(*)::int as messages, count(*) filter (where a.state in ('queued', 'sending'))::int as waiting,
        count(*) filter (where a.state = 'failed')::int as failed, max(t.at) as last
      from action a
      left join lateral (select max(coalesce(finished_at, started_at)) as at from action_attempt where action_id = a.id) t on true
      where a.connection_id = c.id and a.rides_with is null and a.executor = 'webhook' and a.created_at > ${now}::timestamptz - interval '7 days') d
    where c.config ->> 'baseUrl' is not null and c.secret_sealed is not null and ${key === null ? db`true` : db`c.key = ${key}`}
    order by lower(c.name), c.id`;
}

/** One endpoint. Needs connection.manage. Throws NotFound. */
export async function findEndpoint(db: Queryable, actor: Actor, key: string): Promise<Endpoint> {
  const [endpoint] = await listEndpoints(db, actor, { key });
  if (endpoint) return endpoint;
  throw new NotFound("Nothing is posted to a connection of this key.", {
    say: say("settings.errors.noConnection"),
  });
}
