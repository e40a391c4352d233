import type { Queryable } from "@/db/client";

export interface Company {
  name: string;
  baseCurrency: string;
  timeZone: string;
  simulated: boolean;
  simulatedNote: string | null;
}

/** The company of this workspace; null before any data came in. */
export async function readCompany(db: Queryable): Promise<Company | null> {
  const [row] = await db<Company[]>`
    select name, base_currency as "baseCurrency", time_zone as "timeZone", simulated, simulated_note as "simulatedNote" from company`;
  return row ?? null;
}
