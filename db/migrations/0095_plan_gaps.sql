-- What a plan had to do without, as it was worked out with it: [{kind, count, examples}].
alter table transfer_plan add column gaps jsonb not null default '[]';
