import type { Tx } from "@/db/client";

/** Lays a table over the lanes; setLanes fills it. */
export async function layLanes(tx: Tx, onCommit: string): Promise<void> {
  await tx.unsafe(
    `create temp table lane (like public.lane including defaults including indexes) ${onCommit}`,
  );
}

/** Sets lanes to a moment: to what was kept of it, else to what they are today. */
export async function setLanes(tx: Tx, at: Date): Promise<void> {
  await tx.unsafe(
    "truncate pg_temp.lane; insert into pg_temp.lane overriding system value select * from public.lane",
  );
  await tx`
    update pg_temp.lane l set (${tx.unsafe(laneTerms.join(", "))}) = (select ${tx.unsafe(laneTerms.map((name) => `w.${name}`).join(", "))}
      from jsonb_populate_record(null::public.lane, k.terms) w)
    from (select distinct on (lane_id) lane_id, terms from lane_past where until_at > ${at} order by lane_id, until_at) k
    where k.lane_id = l.id`;
}

/** What a lane was like; which one it is does not change. */
const laneTerms = [
  "lead_time_days",
  "currency",
  "freight_minor_per_unit",
  "handling_minor_per_unit",
  "fixed_minor_per_shipment",
  "min_units",
  "capacity_units",
  "capacity_grams",
  "capacity_cm3",
  "hazmat_allowed",
  "cold_chain_allowed",
  "active",
  "kind",
  "ship_weekdays",
  "cut_off_hour",
  "closed_days",
  "min_value_minor",
  "cooldown_days",
];
