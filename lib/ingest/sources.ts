import type { Queryable } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** What a run of a file belongs to: its connection, made when it is not there; of a dry run of a new source its key alone. */
export async function runSource(
  db: Queryable,
  key: string,
  dryRun: boolean,
): Promise<{ connectionId: number | null; sourceKey?: string }> {
  if (!dryRun) return { connectionId: await ensureFileSource(db, key) };
  checkKey(key);
  const [row] = await db<{ id: number }[]>`select id from connection where key = ${key}`;
  return row ? { connectionId: row.id } : { connectionId: null, sourceKey: key };
}

/** The connection that --source names, made when it is not there. Throws Invalid on a name that cannot be one. */
export async function ensureFileSource(db: Queryable, key: string): Promise<number> {
  checkKey(key);
  await db`insert into connection (key, vendor, name) values (${key}, 'file', ${key}) on conflict (key) do nothing`;
  const [row] = await db<{ id: number }[]>`select id from connection where key = ${key}`;
  return row?.id ?? 0;
}

function checkKey(key: string): void {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(key))
    throw new Invalid(
      `The source ${JSON.stringify(key)} cannot be used: write it in small letters, digits and hyphens, such as web-shop.`,
      { say: say("refusals.import.sourceForm", { source: key }) },
    );
}
