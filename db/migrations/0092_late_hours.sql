-- A lateness of many minutes is said in hours.
update alert set params = params || jsonb_build_object('hours', floor((params ->> 'minutes')::numeric / 60)::int)
where kind = 'source_late' and params ? 'minutes';
