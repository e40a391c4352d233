-- What the claims of a kind of action are multiplied with before they are shown, from what came of earlier ones. The highest
-- version that was made by then is in force; a new one is written only when a factor changed.
create table claim_factor (
  version int not null,
  kind text not null,                         -- of the action: transfer, ad_pause, …
  factor real not null check (factor between 0 and 1),
  cases int not null,
  claimed_minor bigint not null,              -- before shrinking, company's currency
  realised_minor bigint not null,
  share real not null,                        -- realised ÷ claimed
  low real,                                   -- 8 of 10 outcomes; null: too few cases
  high real,
  computed_at timestamptz not null,
  primary key (version, kind)
);
create index claim_factor_by_time on claim_factor (computed_at desc, version desc);
