-- Lines of several decisions leave as one transfer order. One action is sent for it; those of the other lines ride with that
-- action and stand as it does, while each keeps its own decision, what was expected of it and what it was worth.
alter table action add column rides_with uuid references action;
create index action_riders on action (rides_with) where rides_with is not null;

alter table transfer_order add column shipment uuid;            -- the approval that gathers lines into it; null: not gathered
create index transfer_order_gathering on transfer_order (shipment, lane_id) where shipment is not null;

alter table transfer_line
  add column action_id uuid references action,                  -- of the decision it follows from; null: the order's own
  add column freight_minor bigint check (freight_minor >= 0);   -- its part of the order's; null: by units

create function action_riders_follow() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  update action set state = new.state, state_reason = new.state_reason, attempts = new.attempts, sending_since = new.sending_since,
    next_attempt_at = new.next_attempt_at, accepted_at = new.accepted_at, verified_at = new.verified_at, receipt = new.receipt,
    updated_at = new.updated_at
  where rides_with = new.id;
  return null;
end $$;
create trigger action_riders_follow after update of state, state_reason on action for each row
  when (new.kind = 'transfer' and new.rides_with is null) execute function action_riders_follow();
