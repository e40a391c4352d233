-- What each finished morning of a back-test yielded, so that one that is broken off goes on after the last. Gone when it ends.
create table backtest_morning (
  backtest_id int not null references backtest on delete cascade,
  step int not null,                          -- from 0 on
  yielded jsonb not null,                     -- see lib/services/backtest/morning.ts
  seconds real not null,
  primary key (backtest_id, step)
);

-- The products that are looked at, drawn once: those that come later must not change which.
alter table backtest add column sku_ids int[], add column all_skus int;
-- How lanes and places stood after the last finished morning: the next one follows on them.
alter table backtest add column standing jsonb;
-- Since when the present step is under way, and how long one usually took: the end is foretold by it.
alter table backtest add column stepped_at timestamptz, add column step_seconds real;
