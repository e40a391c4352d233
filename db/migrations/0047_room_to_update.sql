-- Rewritten with every refresh: room on each page lets a row be replaced without touching its indexes.
alter table stock_status set (fillfactor = 70);
alter table forecast set (fillfactor = 70);
alter table recommendation set (fillfactor = 80);
