-- What both ends of a transfer said, each once, in whatever order it came. Lines and ledger follow from these rows.

create table transfer_event (
  transfer_id bigint not null references transfer_order,
  event_id text not null,                     -- the source's id of the event, or the form's; a repeat changes nothing
  kind text not null check (kind in ('shipped', 'received', 'cancelled')),
  source text not null check (source in ('vendor', 'hand')), -- a vendor states totals, a hand adds
  final boolean not null default true,        -- received: nothing more will come, what is missing is lost
  lines jsonb not null default '[]',          -- [{lineNo, quantity}]
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  recorded_by text not null,
  note text,
  primary key (transfer_id, event_id)
);
revoke update, delete on transfer_event from plimsoll_app;

-- Giving up a transfer that has not left is an action of its own, with its own key.
alter table action drop constraint action_kind_check;
alter table action add constraint action_kind_check check (kind in ('transfer', 'transfer_cancel', 'ad_pause', 'ad_resume'));
alter table action
  add column reading jsonb,                   -- the source's own word on it, as last read or called back
  add column read_at timestamptz;

-- One inverse at a time: a second undo of the same action finds this row.
create unique index action_one_undo on action (undo_of) where state not in ('failed', 'refused', 'cancelled');
-- Snoozed ones that are due again.
create index recommendation_snoozed on recommendation (snoozed_until) where state = 'snoozed';
-- Tabs of the queue by time of the decision.
create index recommendation_decided on recommendation (decided_at desc, id desc) where decided_at is not null;
-- Verified actions whose worth is still to be measured.
create index action_unmeasured on action (verified_at) where state = 'verified' and realised_at is null;
