-- What a person's mind hung on when the version was made: a new version is compared with it exactly.
alter table recommendation add column material jsonb;
-- Whether a subject was turned down before, and the work of approved ones, is asked for whole batches of subjects.
create index recommendation_by_subject on recommendation (subject_key, id desc);
