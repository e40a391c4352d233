-- Audit, notices, tokens, what people save. Sign-in tables follow in a migration of their own.

create table audit_event (
  id bigint primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'token', 'policy', 'system', 'command')),
  actor_id text not null,
  actor_name text not null,
  role text not null,
  verb text not null,                         -- recommendation.approve, transfer.ship, policy.activate ...
  entity text not null,
  entity_id text not null,
  before jsonb,
  after jsonb,
  reason text,
  prev_hash bytea not null,
  hash bytea not null
);
create index audit_event_by_entity on audit_event (entity, entity_id, id desc);
create index audit_event_by_actor on audit_event (actor_id, id desc);
create index audit_event_by_time on audit_event (at desc, id desc);

create table audit_head (
  id smallint primary key default 1 check (id = 1),
  last_id bigint not null,
  last_hash bytea not null
);
insert into audit_head values (1, 0, sha256('plimsoll'));

-- The hash of one audit row over the row before it and its own content. jsonb has one text form, so this can be recomputed.
create function audit_hash(prev bytea, id bigint, at timestamptz, actor_kind text, actor_id text, actor_name text, role text,
  verb text, entity text, entity_id text, before jsonb, after jsonb, reason text) returns bytea language sql immutable as $$
  select sha256(prev || convert_to(jsonb_build_array(id, extract(epoch from at)::text, actor_kind, actor_id, actor_name, role, verb,
    entity, entity_id, before, after, reason)::text, 'UTF8'))
$$;

-- Runs as the owner: the application's role can neither read-modify the head nor choose id, time or hash.
create function audit_chain() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare head audit_head;
begin
  select * into head from audit_head for update;
  new.id := head.last_id + 1;
  new.at := clock_timestamp();
  new.prev_hash := head.last_hash;
  new.hash := audit_hash(new.prev_hash, new.id, new.at, new.actor_kind, new.actor_id, new.actor_name, new.role, new.verb,
    new.entity, new.entity_id, new.before, new.after, new.reason);
  update audit_head set last_id = new.id, last_hash = new.hash;
  return new;
end $$;
create trigger audit_chain before insert on audit_event for each row execute function audit_chain();
create trigger audit_is_forever before update or delete or truncate on audit_event for each statement execute function refuse_change();

create table notice (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  role text,                                  -- who sees it: a role, or one person
  user_id text,
  kind text not null,                         -- message key
  cause_key text not null,                    -- the same cause is one notice with a count
  count int not null default 1,
  params jsonb not null default '{}',
  href text,
  read_at timestamptz,
  snoozed_until timestamptz
);
create unique index notice_one_cause on notice (cause_key) where read_at is null;

create table api_token (
  id int generated always as identity primary key,
  name text not null,
  role text not null check (role in ('supply', 'marketing', 'operator', 'manager', 'admin')),
  prefix text not null,
  token_hash text not null unique,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table saved_view (
  id int generated always as identity primary key,
  user_id text not null,
  page text not null,
  name text not null,
  query text not null,
  created_at timestamptz not null default now(),
  unique (user_id, page, name)
);

-- Answers given to repeated API requests (Idempotency-Key), kept for a day.
create table api_answer (
  token_id int not null references api_token,
  idempotency_key text not null,
  request_hash text not null,
  status int,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (token_id, idempotency_key)
);
