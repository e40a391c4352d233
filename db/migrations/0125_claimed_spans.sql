-- What was expected of an action covers a span from when it took effect: what came of it is held against the part of the
-- expectation that falls into the days that were measured.
alter table action
  add column expected_days real check (expected_days > 0),   -- null: not told, so that nothing can be held against it
  add column claimed_low_minor bigint,                       -- what was expected of the days measured
  add column claimed_minor bigint,
  add column claimed_high_minor bigint,
  add column unmeasurable text;                              -- why its worth cannot be told: margin_unknown, demand_unknown, shown_unknown

-- A switch's expectation was so much a day; a transfer's reached to the horizon of its policy.
update action a set expected_days = greatest(1, coalesce(c.minor, r.value_minor) / r.loss_minor_per_day)
from recommendation r
cross join lateral (
  select (select (o -> 'claim' ->> 'valueMinor')::float8 from jsonb_array_elements(r.options) o
    where o ->> 'key' = r.chosen_option limit 1) as minor) c
where r.id = a.recommendation_id and a.kind in ('ad_pause', 'ad_resume') and r.kind = a.kind and a.expected_minor is not null
  and r.loss_minor_per_day > 0 and r.value_minor > 0;
update action a
set expected_days = greatest(1, coalesce((p.rules #>> '{transfers,horizonDays}')::float8, 28) - l.lead_time_days::float8)
from transfer_order o
join lane l on l.id = o.lane_id, recommendation r
left join policy p on p.version = r.policy_version
where o.action_id = a.id and r.id = a.recommendation_id and a.kind = 'transfer' and a.expected_minor is not null;

-- What was final was measured over another span than it was expected for.
update action set realised_at = null, measured_at = null where state = 'verified' and realised_at is not null;
