import type { Queryable } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import type { IngestContext } from "@/lib/ingest/context";
import type { Defaults } from "./resolve";

/** Ids of the import's default channel and location. Throws Invalid when one is named that is not there. */
export async function loadDefaults(db: Queryable, { options }: IngestContext): Promise<Defaults> {
  const channelId = await idOf(db, "channel", options.defaultChannel);
  const locationId = await idOf(db, "location", options.defaultLocation);
  return { channelId, locationId };
}

async function idOf(
  db: Queryable,
  table: "channel" | "location",
  code: string | undefined,
): Promise<number | null> {
  if (code === undefined) return null;
  const [row] = await db<{ id: number }[]>`select id from ${db(table)} where code = ${code}`;
  if (!row)
    throw new Invalid(
      `The default ${table} ${code} is not there: import it first, or let this import create missing ${table}s.`,
    );
  return row.id;
}
