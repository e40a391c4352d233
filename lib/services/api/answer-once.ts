import type { Db } from "@/db/client";
import { Conflict, Invalid } from "@/lib/core/errors";

/** A request by its key: the same key with another content is a mistake of the caller. */
export interface RepeatableRequest {
  tokenId: number;
  key: string;
  requestHash: string;
}

/** Answers are kept this long, and a request that died without one may be taken up again after this long. */
const KEPT_HOURS = 24;
const ABANDONED_SECONDS = 60;

/**
 * Runs a request once a key. A repeat gets the first answer; a failure keeps nothing, so that the repeat runs. Throws
 * Conflict while the first is still running, and Invalid when the key was used for something else.
 */
export async function answerOnce(
  db: Db,
  request: RepeatableRequest,
  run: () => Promise<unknown>,
): Promise<{ body: unknown; repeated: boolean }> {
  if (!(await claim(db, request))) return { body: await recall(db, request), repeated: true };
  try {
    const body = await run();
    await db`
      update api_answer set status = 200, body = ${db.json((body ?? null) as never)}
      where token_id = ${request.tokenId} and idempotency_key = ${request.key}`;
    return { body, repeated: false };
  } catch (error) {
    await db`delete from api_answer where token_id = ${request.tokenId} and idempotency_key = ${request.key}`;
    throw error;
  }
}

/** Whether this request is the first of its key: one row, one winner. */
async function claim(db: Db, { tokenId, key, requestHash }: RepeatableRequest): Promise<boolean> {
  const rows = await db`
    with old as (delete from api_answer where created_at < now() - make_interval(hours => ${KEPT_HOURS})
      and (token_id, idempotency_key) <> (${tokenId}, ${key}))
    insert into api_answer as a (token_id, idempotency_key, request_hash) values (${tokenId}, ${key}, ${requestHash})
    on conflict (token_id, idempotency_key) do update set request_hash = excluded.request_hash, created_at = now(), status = null, body = null
    where a.created_at < now() - make_interval(hours => ${KEPT_HOURS})
      or (a.status is null and a.created_at < now() - make_interval(secs => ${ABANDONED_SECONDS}))
    returning 1`;
  return rows.length === 1;
}

async function recall(db: Db, { tokenId, key, requestHash }: RepeatableRequest): Promise<unknown> {
  const [before] = await db<{ hash: string; status: number | null; body: unknown }[]>`
    select request_hash as hash, status, body from api_answer where token_id = ${tokenId} and idempotency_key = ${key}`;
  if (before && before.hash !== requestHash)
    throw new Invalid(
      "This Idempotency-Key was used for another request. Take a new key; nothing was changed.",
      { say: null },
    );
  if (!before || before.status === null)
    throw new Conflict(
      "The first request with this Idempotency-Key is still running. Ask again in a few seconds.",
      { say: null },
    );
  return before.body;
}
