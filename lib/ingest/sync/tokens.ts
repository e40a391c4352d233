import type { Db } from "@/db/client";
import { VendorError } from "@/lib/connectors/live-contract";
import { sealSecret, unsealSecret } from "@/lib/core/seal";
import { pause } from "./pause";

/** A token is made anew this long before it ends, or at half of a life that is shorter than that. */
const renewedBeforeSeconds = 120;
const waitBetweenLooksSeconds = 0.1;

interface Stored {
  sealed: Uint8Array;
  good: boolean;
}

/** Being made in this process, so that it never holds more than one connection of the pool for one token. */
const underWay = new WeakMap<Db, Map<string, Promise<string>>>();

/**
 * A token of the account: the stored one while it is good, else one that `make` brings, once for all workers (an advisory
 * lock of a connection, which ends with its process; no transaction stays open meanwhile).
 */
export async function accountToken(
  db: Db,
  connectionId: number,
  name: string,
  make: () => Promise<{ value: string; expiresAt: string }>,
  signal: AbortSignal,
): Promise<string> {
  const stored = await readToken(db, connectionId, name);
  if (stored !== null) return stored;
  const here = underWay.get(db) ?? new Map<string, Promise<string>>();
  underWay.set(db, here);
  const key = `${connectionId}|${name}`;
  const other = here.get(key);
  if (other) {
    const value = await other.catch((error: unknown) => {
      if (error instanceof VendorError || signal.aborted) throw error;
      return null;
    });
    // The one who was making it has been stopped: somebody else's end is not ours.
    return value ?? accountToken(db, connectionId, name, make, signal);
  }
  const made = makeOnce(db, connectionId, name, make, signal).finally(() => here.delete(key));
  here.set(key, made);
  return made;
}

async function makeOnce(
  db: Db,
  connectionId: number,
  name: string,
  make: () => Promise<{ value: string; expiresAt: string }>,
  signal: AbortSignal,
): Promise<string> {
  const held = await db.reserve();
  try {
    for (;;) {
      const [lock] = await held<{ taken: boolean }[]>`
        select pg_try_advisory_lock(${connectionId}, hashtext(${`token.${name}`})) as taken`;
      if (lock?.taken) break;
      await pause(waitBetweenLooksSeconds, signal);
      const made = await readToken(db, connectionId, name);
      if (made !== null) return made;
    }
    try {
      const stored = await readToken(db, connectionId, name);
      if (stored !== null) return stored;
      const { value, expiresAt } = await make();
      await db`
        insert into connection_token (connection_id, name, sealed, expires_at, made_at)
        values (${connectionId}, ${name}, ${sealSecret(value)}, ${expiresAt}::timestamptz, clock_timestamp())
        on conflict (connection_id, name) do update set sealed = excluded.sealed, expires_at = excluded.expires_at, made_at = excluded.made_at`;
      return value;
    } finally {
      await held`select pg_advisory_unlock(${connectionId}, hashtext(${`token.${name}`}))`;
    }
  } finally {
    held.release();
  }
}

/** Forgets a token if it is still the one that was refused: another worker may have made a new one meanwhile. */
export async function forgetToken(
  db: Db,
  connectionId: number,
  name: string,
  refused: string,
): Promise<void> {
  const [stored] = await db<{ sealed: Uint8Array }[]>`
    select sealed from connection_token where connection_id = ${connectionId} and name = ${name}`;
  if (!stored || unsealSecret(stored.sealed) !== refused) return;
  await db`
    delete from connection_token where connection_id = ${connectionId} and name = ${name} and sealed = ${Buffer.from(stored.sealed)}`;
}

async function readToken(db: Db, connectionId: number, name: string): Promise<string | null> {
  const [row] = await db<Stored[]>`
    select sealed, clock_timestamp() < expires_at - least(make_interval(secs => ${renewedBeforeSeconds}), (expires_at - made_at) / 2) as good
    from connection_token where connection_id = ${connectionId} and name = ${name}`;
  return row?.good ? unsealSecret(row.sealed) : null;
}
