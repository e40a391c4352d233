-- What the plan of all SKUs came to, newest last: objective and what no plan could exceed, in the company's minor units.
create table transfer_plan (
  id bigint generated always as identity primary key,
  computed_at timestamptz not null,
  policy_version int not null,
  sku_count int not null,
  objective_minor bigint not null,
  upper_bound_minor bigint not null,
  optimality_gap real not null check (optimality_gap between 0 and 1),
  milliseconds int not null
);
grant select, insert, update, delete on transfer_plan to plimsoll_app;

-- How each lane stands in the newest plan. A SKU that changes alone is planned anew at these prices.
create table lane_standing (
  lane_id int primary key references lane on delete cascade,
  plan_id bigint not null references transfer_plan on delete cascade,
  is_used boolean not null,
  why_closed text check (why_closed in ('fixed_cost_not_earned', 'minimum_not_reached', 'minimum_above_capacity')),
  units int not null,
  grams bigint not null,
  cm3 bigint not null,
  goods_minor bigint not null,
  sku_count int not null,
  earns_minor bigint not null,               -- of its moves before the fixed cost; of a closed lane, what all SKUs would earn on it
  fixed_minor bigint not null,               -- still to be paid by this shipment
  fixed_share double precision not null check (fixed_share between 0 and 1),
  room_minor_per_unit double precision not null,
  room_minor_per_gram double precision not null,
  room_minor_per_cm3 double precision not null,
  check (is_used = (why_closed is null))
);
create index lane_standing_by_plan on lane_standing (plan_id);
grant select, insert, update, delete on lane_standing to plimsoll_app;

-- What the newest plan sends; tells one SKU how much room the others leave it.
create table transfer_plan_line (
  lane_id int not null references lane on delete cascade,
  sku_id int not null references sku on delete cascade,
  units int not null check (units > 0),
  primary key (lane_id, sku_id)
);
create index transfer_plan_line_by_sku on transfer_plan_line (sku_id);
grant select, insert, update, delete on transfer_plan_line to plimsoll_app;
