import type { Tx } from "@/db/client";

/**
 * Marks the open recommendations that lose most a day: at most `urgentShare` of all as urgent, up to `highShare` as high.
 * When everything is urgent, nothing is. Rows that somebody is deciding on at this moment keep their mark until the next time.
 */
export async function setUrgency(tx: Tx, shares: { urgentShare: number; highShare: number }): Promise<void> {
  await tx`
    with ranked as (
      select id, urgency, loss_minor_per_day as loss, row_number() over (order by loss_minor_per_day desc, id) as place, count(*) over () as n
      from recommendation where state in ('open', 'blocked')
    ), wanted as (
      select id, case
        when loss > 0 and place <= floor(n * ${shares.urgentShare}::float8) then 'urgent'
        when loss > 0 and place <= floor(n * ${shares.highShare}::float8) then 'high'
        else 'normal' end as urgency, urgency as was
      from ranked
    ), held as (
      select r.id, w.urgency from recommendation r join wanted w on w.id = r.id and w.urgency <> w.was
      order by r.id for update of r skip locked
    )
    update recommendation r set urgency = h.urgency from held h where r.id = h.id`;
}
