import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";

interface Remembered {
  id: number;
  until: number;
}

/** How long an answer is kept, so that a stream of single records asks seldom; a disconnected source is heard this long. */
const KEPT_MILLISECONDS = 3_000;
const known = new WeakMap<Db, Map<string, Remembered>>();

/** The connection that records of a source belong to, made when it is new. Throws Conflict when it is disconnected. */
export async function sourceConnection(db: Db, key: string): Promise<number> {
  const remembered = known.get(db) ?? new Map<string, Remembered>();
  known.set(db, remembered);
  const found = remembered.get(key);
  if (found && found.until > Date.now()) return found.id;
  await db`insert into connection (key, vendor, name) values (${key}, 'api', ${key}) on conflict (key) do nothing`;
  const [row] = await db<
    { id: number; state: string }[]
  >`select id, state from connection where key = ${key}`;
  if (!row || row.state === "disconnected")
    throw new Conflict(
      `The connection ${key} is disconnected, so nothing is taken from it. An admin can switch it on under Settings; nothing was changed.`,
      { say: null },
    );
  remembered.set(key, { id: row.id, until: Date.now() + KEPT_MILLISECONDS });
  return row.id;
}
