import type { Tx } from "@/db/client";
import { literal, overlay } from "../overlay";

const figures = ["value", "low", "high", "parts"];

/**
 * Figures of the whole days before a moment, as they had been worked out by then: what was worked out anew since comes from
 * kpi_past. One that is not kept carries the later time at which it was worked out.
 */
export async function layFigures(tx: Tx, at: Date): Promise<void> {
  const then = literal(at);
  await overlay(
    tx,
    "kpi_daily",
    {
      ...Object.fromEntries(
        figures.map((name) => [name, `case when p.metric is not null then p.${name} else x.${name} end`]),
      ),
      computed_at: `case when p.metric is not null then p.computed_at
        when ${then} >= (select kpis_since from public.past_kept) then least(x.computed_at, ${then}) else x.computed_at end`,
    },
    `public.kpi_daily x left join lateral (
      select * from public.kpi_past k where k.metric = x.metric and k.scope = x.scope and k.day = x.day and k.until_at > ${then}
      order by k.until_at limit 1) p on true
    where x.day < (${then} at time zone 'UTC')::date`,
  );
  await overlay(tx, "claim_factor", {}, `public.claim_factor x where x.computed_at <= ${then}`);
  await overlay(
    tx,
    "holdout",
    Object.fromEntries(
      ["ended_at", "ended_by"].map((name) => [name, `case when x.ended_at <= ${then} then x.${name} end`]),
    ),
    `public.holdout x where x.started_at <= ${then}`,
  );
  await overlay(tx, "holdout_case", {}, `public.holdout_case x where x.first_at <= ${then}`);
}
