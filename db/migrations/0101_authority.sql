-- Who may decide what, two people above it, and one switch that stops everything.

-- One row each time everything was stopped. The one that has not ended is in force.
create table standstill (
  id int generated always as identity primary key,
  stopped_at timestamptz not null default now(),
  stopped_by text not null,
  stopped_by_id text not null,
  reason text not null,
  ended_at timestamptz,
  ended_by text,
  ended_by_id text
);
-- One at a time: a second stop finds this row.
create unique index standstill_one on standstill ((true)) where ended_at is null;

-- A decision above what one person may decide, waiting for another person.
create table approval_request (
  id bigint generated always as identity primary key,
  subject text not null,                      -- recommendation:12, campaign:4, listing:7
  kind text not null check (kind in ('recommendation', 'ad_budget', 'publish_quantity')),
  recommendation_id bigint references recommendation,
  team text not null check (team in ('supply', 'marketing', 'operator')),
  request jsonb not null,                     -- what was asked for, to be carried out as it was asked
  fingerprint text not null,                  -- of what was seen and asked; another one is another request
  facts jsonb not null,                       -- units, money and places it was judged by
  exceeded jsonb not null,                    -- [{limit, most, found}]
  policy_version int not null references policy,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'taken_back', 'lapsed')),
  asked_by text not null,
  asked_by_id text not null,
  asked_at timestamptz not null default now(),
  ended_by text,
  ended_by_id text,
  ended_at timestamptz
);
-- One a subject waits at a time.
create unique index approval_request_one on approval_request (subject) where state = 'waiting';
create index approval_request_waiting on approval_request (asked_at) where state = 'waiting';
create index approval_request_by_recommendation on approval_request (recommendation_id, id desc);

-- What was used today of a limit with a daily cap; days as the company counts them.
create table policy_use (
  day date not null,
  limit_key text not null,                    -- who, kind and scope of the limit
  decisions int not null,
  value_minor bigint not null,
  primary key (day, limit_key)
);

-- The last actions on a subject, for its cooldown.
create index action_newest_of_lane on action ((payload ->> 'laneId'), created_at desc) where kind = 'transfer';
