-- Lists put unknown values last, so their indexes do too.
drop index recommendation_decided;
create index recommendation_by_decision on recommendation (state, decided_at desc nulls last, id);
create index recommendation_last_decided on recommendation (decided_at desc) where decided_at is not null;
drop index action_newest;
create index action_newest on action (created_at desc nulls last, id);
-- What is on its way, or needs a person, is little beside what is done.
create index action_unfinished on action (state, recommendation_id)
  where state in ('queued', 'sending', 'accepted', 'unconfirmed', 'undoing', 'failed');
