import type { Tx } from "@/db/client";

/** Rows of the session's tables that a morning leaves for the next one, beside what was decided. */
export interface Standing {
  lanes: unknown[];
  places: unknown[];
}

/** How lanes stood in the last plan, and how places as a whole sold when they were last looked at. */
export async function readStanding(tx: Tx): Promise<Standing> {
  const [row] = await tx<Standing[]>`
    select (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from pg_temp.lane_standing s) as lanes,
      (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from pg_temp.place_profile p) as places`;
  return row ?? { lanes: [], places: [] };
}

/** Lays what `readStanding` read into new tables. */
export async function layStanding(tx: Tx, { lanes, places }: Standing): Promise<void> {
  await tx`
    insert into pg_temp.lane_standing overriding system value
    select * from jsonb_populate_recordset(null::pg_temp.lane_standing, ${tx.json(lanes as never)})`;
  await tx`
    insert into pg_temp.place_profile overriding system value
    select * from jsonb_populate_recordset(null::pg_temp.place_profile, ${tx.json(places as never)})`;
}
