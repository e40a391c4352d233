-- The application signs in as plimsoll_app and may not touch what must not change. Rights on later tables follow by
-- default; a migration that adds a table with fewer rights revokes them itself.
grant usage on schema public to plimsoll_app;
grant select, insert, update, delete on all tables in schema public to plimsoll_app;
grant usage, select on all sequences in schema public to plimsoll_app;
grant execute on all functions in schema public to plimsoll_app;
alter default privileges in schema public grant select, insert, update, delete on tables to plimsoll_app;
alter default privileges in schema public grant usage, select on sequences to plimsoll_app;

revoke update, delete on audit_event, stock_move from plimsoll_app;
revoke all on audit_head from plimsoll_app;
grant select on audit_head to plimsoll_app;
-- Kept by triggers alone; a reading may say how fresh a level is.
revoke insert, update, delete on stock_level, demand_daily, ad_daily from plimsoll_app;
grant update (data_as_of) on stock_level to plimsoll_app;
revoke insert, update, delete on place from plimsoll_app;
