import type { Tx } from "@/db/client";
import { storeKpis } from "../store-kpis";

/** Listings and units beyond the tolerance as of now, oversell and hidden stock apart, in all and by channel. */
export function storeDrift(tx: Tx, today: string, now: Date): Promise<void> {
  return storeKpis(
    tx,
    now,
    tx`
      select m.metric, d.scope, ${today}::date, m.value::float8, null::float8, null::float8,
        jsonb_build_object('listings', listings, 'unknown', unknown)
      from (
        select case when grouping(channel_id) = 0 then 'channel:' || channel_id else 'all' end as scope,
          count(*) as listings, count(*) filter (where drift_units is null) as unknown,
          count(*) filter (where drift_since is not null and drift_units > 0) as oversell_listings,
          coalesce(sum(drift_units) filter (where drift_since is not null and drift_units > 0), 0) as oversell_units,
          count(*) filter (where drift_since is not null and drift_units < 0) as hidden_listings,
          coalesce(-sum(drift_units) filter (where drift_since is not null and drift_units < 0), 0) as hidden_units
        from listing where state = 'active' group by grouping sets ((), (channel_id))
      ) d
      cross join lateral (values ('drift_oversell_listings', oversell_listings), ('drift_oversell_units', oversell_units),
        ('drift_hidden_listings', hidden_listings), ('drift_hidden_units', hidden_units)) m (metric, value)`,
  );
}
