-- A recommendation before it changed, with all its options and what they rested on: a card can be read as it stood then.
alter table recommendation_past
  add column options jsonb,                   -- null: of the time when only the best one was kept, which `option` holds
  add column evidence jsonb;                  -- null: likewise, not kept

create or replace function keep_recommendation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Of several changes at one moment the first is told: how it stood before them all.
  insert into recommendation_past (recommendation_id, until_at, version, state, urgency, problem, options, evidence, value_low_minor,
    value_minor, value_high_minor, loss_minor_per_day, blocked_reasons, policy_version, data_as_of, snoozed_until, assigned_to)
  values (old.id, new.updated_at, old.version, old.state, old.urgency, old.problem, old.options, old.evidence, old.value_low_minor,
    old.value_minor, old.value_high_minor, old.loss_minor_per_day, old.blocked_reasons, old.policy_version, old.data_as_of,
    old.snoozed_until, old.assigned_to)
  on conflict do nothing;
  return null;
end $$;
