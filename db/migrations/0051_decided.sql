-- What a person adds to a decision in words, and who they are beside their name.
alter table recommendation
  add column note text,
  add column decided_by_id text;

-- Failed ones whose last word was no answer: their source is still read for a day, since they may have happened.
create index action_failed on action (updated_at) where state = 'failed';
