-- A part of the items is left alone for a while, drawn by chance, so that what happens without us is seen. One at a time.
create table holdout (
  id int generated always as identity primary key,
  share real not null check (share > 0 and share <= 0.5),
  period_days int not null check (period_days between 7 and 91),
  seed text not null,                         -- with SKU and period it says who is left alone
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  created_by text not null,
  ended_by text
);
create unique index holdout_one_running on holdout ((true)) where ended_at is null;

-- Items for which something was worked out in a period, left alone or not: the two groups that are compared.
create table holdout_case (
  holdout_id int not null references holdout,
  sku_id int not null references sku,
  period int not null,                        -- 0: the first one since it began
  held_out boolean not null,
  kind text not null,                         -- of the best proposal when it was first made
  value_minor bigint not null,                -- what it claimed, company's currency
  first_at timestamptz not null,
  primary key (holdout_id, period, sku_id)
);
