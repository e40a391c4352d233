import type { Queryable } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { IngestContext } from "@/lib/ingest/context";
import type { Defaults } from "./resolve";

/** Ids of the import's default channel and location. Throws Invalid when one is named that is not there. */
export async function loadDefaults(db: Queryable, context: IngestContext): Promise<Defaults> {
  const { defaultChannel, defaultLocation, createMissing } = context.options;
  const notYet = (what: "channels" | "locations") => context.dryRun && createMissing.includes(what);
  const channelId = await idOf(db, "channel", defaultChannel, notYet("channels"));
  const locationId = await idOf(db, "location", defaultLocation, notYet("locations"));
  return { channelId, locationId };
}

async function idOf(
  db: Queryable,
  table: "channel" | "location",
  code: string | undefined,
  notYet: boolean,
): Promise<number | null> {
  if (code === undefined) return null;
  const [row] = await db<{ id: number }[]>`select id from ${db(table)} where code = ${code}`;
  if (!row && notYet) return null;
  if (!row)
    throw new Invalid(
      `The default ${table} ${code} is not there: import it first, or let this import create missing ${table}s.`,
      {
        say:
          table === "channel"
            ? say("refusals.import.noDefaultChannel", { code })
            : say("refusals.import.noDefaultLocation", { code }),
      },
    );
  return row.id;
}
