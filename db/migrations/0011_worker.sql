-- Which workers live: each writes its row every few seconds, so that /api/health can say that jobs are not running.
create table worker_heartbeat (
  worker text primary key,                    -- host and process
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
