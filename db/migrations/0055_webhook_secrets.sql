-- Signing secrets that were replaced and still hold: both sides take the new one into use at their own pace.

create table connection_former_secret (
  id int generated always as identity primary key,
  connection_id int not null references connection on delete cascade,
  secret_sealed bytea not null,
  replaced_at timestamptz not null default now(),
  ends_at timestamptz not null                -- from then on it neither signs nor opens anything
);
create index connection_former_secret_by_end on connection_former_secret (connection_id, ends_at);

-- The delivery log of one endpoint, newest first.
create index action_by_connection on action (connection_id, created_at desc, id desc) where connection_id is not null;
