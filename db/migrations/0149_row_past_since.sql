-- What changed since a moment, whichever table it was in.
create index row_past_since on row_past (until_at);
