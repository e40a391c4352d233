-- A lane is edited by people and by imports. Whoever saves names the version that they saw.
alter table lane add column version int not null default 1;
create function lane_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end $$;
create trigger lane_version before update on lane for each row when (old.* is distinct from new.*) execute function lane_version();
