-- A line's location, like its channel, comes from rows that were just read and that are never deleted (places and the
-- ledger hold on to them). Checking it again for each line was a tenth of an import; `plimsoll verify` checks it for all.
alter table order_line drop constraint order_line_location_id_fkey;
