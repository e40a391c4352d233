import type { Queryable } from "@/db/client";

/** Codes that an import may name as its defaults: the channels and locations in use. */
export async function listPlaceCodes(db: Queryable): Promise<{ channels: string[]; locations: string[] }> {
  const rows = await db<{ of: "channels" | "locations"; code: string }[]>`
    select 'channels' as of, code from channel where active
    union all select 'locations', code from location where active order by 1, 2`;
  const codes = (of: "channels" | "locations") => rows.filter((row) => row.of === of).map(({ code }) => code);
  return { channels: codes("channels"), locations: codes("locations") };
}
