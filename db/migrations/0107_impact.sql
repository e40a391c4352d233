-- What the realised value of an action rests on (units claimed, units the donor missed, spend saved), and when it was looked
-- at last: the longest waiting go first.
alter table action
  add column realised_facts jsonb,
  add column measured_at timestamptz;
create index action_to_measure on action (measured_at nulls first, verified_at) where state = 'verified' and realised_at is null;
