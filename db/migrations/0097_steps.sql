-- The steps of an option that was approved. One that is another team's waits for that team; one that begins later waits for
-- its day or for the goods of another step, and is looked at again before it begins.
create table recommendation_step (
  recommendation_id bigint not null references recommendation on delete cascade,
  step_key text not null,                     -- such as transfer:4, ad_budget:12:throttle
  place int not null,                         -- in the option, from 1
  team text not null check (team in ('supply', 'marketing', 'operator')),
  step jsonb not null,                        -- as it was approved
  state text not null check (state in ('waiting', 'scheduled', 'started', 'declined', 'lapsed')),
  due_at timestamptz,                         -- when it begins, or is looked at next; null: at once
  after_step text,                            -- the step whose goods it waits for
  expected_low_minor bigint,
  expected_minor bigint,
  expected_high_minor bigint,
  action_id uuid references action,
  approved_by text,
  approved_by_id text,
  approved_at timestamptz,
  reason text,                                -- why it was put off, lapsed or declined, as a code
  updated_at timestamptz not null default now(),
  primary key (recommendation_id, step_key)
);
-- What the queue asks: which approved ones still wait for somebody or for their time.
create index recommendation_step_open on recommendation_step (state, recommendation_id) where state in ('waiting', 'scheduled');
-- What the job asks each minute.
create index recommendation_step_due on recommendation_step (due_at) where state = 'scheduled';
create index recommendation_step_by_action on recommendation_step (action_id) where action_id is not null;

-- Budgets of campaigns are decided like pauses.
alter table recommendation drop constraint recommendation_kind_check;
alter table recommendation add constraint recommendation_kind_check
  check (kind in ('shortage', 'ad_pause', 'ad_resume', 'ad_budget', 'excess'));
-- When a campaign's budget was last set from here: one change a day.
create index action_budgets on action (((payload ->> 'campaignId')::int), created_at desc) where kind = 'ad_budget';
