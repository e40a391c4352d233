import type { Queryable } from "@/db/client";

/** What each connection is called, by its key. */
export async function sourceNames(db: Queryable): Promise<Map<string, string>> {
  const rows = await db<{ key: string; name: string }[]>`select key, name from connection`;
  return new Map(rows.map((row) => [row.key, row.name]));
}

/** Which recommendation an action belongs to; null when it has none. */
export async function recommendationOfAction(db: Queryable, actionId: string): Promise<number | null> {
  const [row] = await db<{ id: number | null }[]>`
    select recommendation_id as id from action where id::text = ${actionId}`;
  return row?.id ?? null;
}
