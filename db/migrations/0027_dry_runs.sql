-- A dry run creates nothing, not even the connection that the file is said to come from: it keeps its key alone.
alter table sync_run add column source_key text;
alter table sync_run alter column connection_id drop not null;
alter table sync_run add check (connection_id is not null or (dry_run and source_key is not null));
