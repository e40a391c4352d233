import type { Tx } from "@/db/client";

/**
 * Marks the open recommendations that lose most a day: at most `urgentShare` of all as urgent, up to `highShare` as high.
 * When everything is urgent, nothing is. Rows that somebody is deciding on at this moment keep their mark until the next time.
 */
export async function setUrgency(tx: Tx, shares: { urgentShare: number; highShare: number }): Promise<void> {
  // Only the top of the queue is ranked; what has fallen out of it is found by its mark.
  await tx`
    with undecided as (select count(*) as n from recommendation where state in ('open', 'blocked')),
    top as materialized (
      select id, urgency as was, case when row_number() over (order by loss_minor_per_day desc, id) <= floor(n * ${shares.urgentShare}::float8)
        then 'urgent' else 'high' end as urgency
      from undecided cross join lateral (
        select id, urgency, loss_minor_per_day from recommendation where state in ('open', 'blocked') and loss_minor_per_day > 0
        order by loss_minor_per_day desc, id limit floor(n * ${shares.highShare}::float8)
      ) most
    ), wanted as (
      select id, urgency from top where urgency <> was
      union all
      select id, 'normal' from recommendation
      where state in ('open', 'blocked') and urgency <> 'normal' and id not in (select id from top)
    ), held as (
      select id, w.urgency from recommendation r join wanted w using (id) order by id for update of r skip locked
    )
    update recommendation r set urgency = h.urgency from held h where r.id = h.id`;
}
