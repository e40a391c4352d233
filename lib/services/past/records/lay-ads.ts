import type { Tx } from "@/db/client";
import { literal, overlay } from "../overlay";

/**
 * Campaigns and ads as they were switched at a moment, with spend until then. What was switched since comes from ad_past; before
 * that was kept, the state of what was toggled later is "unknown". Attributed sales are those read since.
 */
export async function layAds(tx: Tx, at: Date): Promise<void> {
  const then = literal(at);
  const toggledLater = `x.toggled_at > ${then}`;
  const states = {
    state: `case when p.state is not null then p.state when ${toggledLater} then 'unknown' else x.state end`,
    paused_by_action_id: `case when p.state is not null then p.paused_by_action_id when not coalesce(${toggledLater}, false) then x.paused_by_action_id end`,
    state_as_of: `least(x.state_as_of, ${then})`,
    toggled_at: `case when x.toggled_at <= ${then} then x.toggled_at end`,
  };
  const past = (which: string) => `left join lateral (
    select * from public.ad_past k where ${which} and k.until_at > ${then} order by k.until_at limit 1) p on true`;
  await overlay(
    tx,
    "campaign",
    {
      ...states,
      budget_minor_per_day: `case when p.state is not null then p.budget_minor_per_day
        when ${then} >= (select since from public.past_kept) then x.budget_minor_per_day end`,
    },
    `public.campaign x ${past("k.campaign_id = x.id and k.product_ad_id is null")}`,
  );
  await overlay(tx, "product_ad", states, `public.product_ad x ${past("k.product_ad_id = x.id")}`);
  await overlay(tx, "ad_spend", {}, `public.ad_spend x where x.starts_at < ${then}`);
  // The day of the moment only as far as it had come.
  await tx.unsafe(`
    create temp view ad_daily as
    select * from public.ad_daily where day < (${then} at time zone 'UTC')::date
    union all
    select product_ad_id, (${then} at time zone 'UTC')::date, sum(spend_base_minor), sum(coalesce(wasted_base_minor, 0)), sum(impressions),
      sum(clicks), sum(attributed_units)::int, sum(attributed_sales_base_minor)
    from public.ad_spend where grain = 'hour' and starts_at < ${then} and starts_at >= date_trunc('day', ${then} at time zone 'UTC') at time zone 'UTC'
    group by 1`);
}
