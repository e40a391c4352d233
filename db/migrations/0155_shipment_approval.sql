-- A shipment that was approved as a whole: the lines as they were seen, and what became of each. It is carried out line by line;
-- the press repeated, or the clock after a crash, goes on where it stopped, and nothing of it is sent before its last line.
create table shipment_approval (
  id uuid primary key,                        -- made by the press; its orders are gathered under it (transfer_order.shipment)
  lane_id int not null references lane,
  approved_by text not null,
  approved_by_id text not null,
  approved_at timestamptz not null default now(),
  touched_at timestamptz not null default now(),  -- last looked after; left alone for long, the clock goes on with it
  finished_at timestamptz
);
-- One at a time on a lane: a second press finds this row.
create unique index shipment_approval_one on shipment_approval (lane_id) where finished_at is null;

create table shipment_approval_line (
  approval_id uuid not null references shipment_approval on delete cascade,
  place int not null,                         -- the most valuable first
  recommendation_id bigint not null references recommendation,
  version int not null,
  option_key text not null,
  value_minor bigint not null,
  outcome text,                               -- approved, or why it was left out; null: still to come
  primary key (approval_id, place)
);
create index shipment_approval_line_to_come on shipment_approval_line (approval_id, place) where outcome is null;
