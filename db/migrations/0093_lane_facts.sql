-- When a lane ships, what it is for, and what one shipment of it must be worth.
alter table lane
  add column kind text check (kind in ('transfer', 'removal', 'inbound')),  -- null: inbound to a marketplace's warehouse, else transfer
  add column ship_weekdays smallint[] check (cardinality(ship_weekdays) > 0 and ship_weekdays <@ '{1,2,3,4,5,6,7}'),  -- 1 Monday … 7 Sunday; null: every day
  add column cut_off_hour smallint check (cut_off_hour between 0 and 24),   -- local hour at the origin after which a day's shipment is closed; null: never
  add column closed_days date[] not null default '{}',                      -- days on which nothing leaves
  add column min_value_minor bigint not null default 0 check (min_value_minor >= 0),  -- of the goods at cost, a shipment
  add column cooldown_days smallint check (cooldown_days >= 0);             -- days before the same SKU is sent again; null: the policy's

-- Who entered a lane out of a marketplace's warehouse meant its removals.
update lane l set kind = 'removal' from location o where o.id = l.origin_id and o.kind = 'fba';

-- The part of an order's freight that pays for the shipment itself; others of the same shipment need not pay it again.
alter table transfer_order add column fixed_minor bigint not null default 0 check (fixed_minor >= 0);
create index transfer_order_leaving on transfer_order (lane_id) where state in ('planned', 'sent');
