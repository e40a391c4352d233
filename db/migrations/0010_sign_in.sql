-- People and their sessions. better-auth reads and writes the first four tables; what else they hold is ours.

create table app_user (
  id text primary key default gen_random_uuid()::text,
  name text not null check (length(name) between 1 and 200),
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  role text not null check (role in ('supply', 'marketing', 'operator', 'manager', 'admin')),
  disabled boolean not null default false,
  preferences jsonb not null default '{}',    -- language, density, shortcuts; the person's own
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- expires_at is the absolute end; a session also ends when last_seen_at lies too far back.
create table user_session (
  id text primary key default gen_random_uuid()::text,
  token text not null unique,
  user_id text not null references app_user on delete cascade,
  expires_at timestamptz not null,
  last_seen_at timestamptz not null default now(),
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index user_session_by_user on user_session (user_id);
-- The job of signing in removes what has ended.
create index user_session_by_end on user_session (expires_at);

-- One row a way of signing in; `password` is the library's hash.
create table user_account (
  id text primary key default gen_random_uuid()::text,
  account_id text not null,
  provider_id text not null,
  user_id text not null references app_user on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index user_account_by_user on user_account (user_id);

create table user_verification (
  id text primary key default gen_random_uuid()::text,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index user_verification_by_identifier on user_verification (identifier);

-- Tries within a window, by what is limited (an address, an account). Rows of past windows are worthless.
create table rate_limit (
  id text primary key default gen_random_uuid()::text,
  key text not null unique,
  count int not null,
  last_request bigint not null                -- milliseconds since 1970: the start of the window
);

-- A link that lets one person in once. Only the hash of its secret is kept.
create table invitation (
  id int generated always as identity primary key,
  email text not null check (email = lower(email)),
  name text,
  role text not null check (role in ('supply', 'marketing', 'operator', 'manager', 'admin')),
  token_hash text not null unique,
  invited_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_user_id text references app_user,
  revoked_at timestamptz
);
-- One open invitation a person.
create unique index invitation_one_open on invitation (email) where accepted_at is null and revoked_at is null;
