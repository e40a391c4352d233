import type { Queryable } from "@/db/client";
import type { Mapping } from "./mapping/mapping";

/**
 * An empty workspace takes its currency and time zone from the first import that names a currency; both can be changed
 * under Settings before figures rest on them.
 */
export async function ensureCompany(db: Queryable, { currency, timeZone }: Mapping): Promise<void> {
  if (!currency) return;
  await db`
    insert into company (name, base_currency, time_zone) values ('My company', ${currency}, ${timeZone}) on conflict (id) do nothing`;
}
