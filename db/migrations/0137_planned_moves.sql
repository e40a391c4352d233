-- What the best option of a recommendation would move, beside its stored options, which are long: the plan by lane adds up
-- thousands of these, and unpacking the options for it took most of its time.

create type planned_move as (
  lane_id int,
  origin_id int,
  units int,
  pack_units int,
  freight_minor bigint,
  fixed_minor bigint,                         -- the part of the freight that pays for the shipment itself
  low_minor bigint,                           -- of the option's value the part of its units that go here
  value_minor bigint,
  high_minor bigint,
  option_key text
);

-- Null: it moves nothing.
create function planned_moves(options jsonb) returns planned_move[] language sql immutable parallel safe
return (
  with best as (select options -> 0 as option),
  step as (
    select option, step, coalesce((step ->> 'quantityUnits')::float8 / nullif((option ->> 'quantityUnits')::float8, 0), 1) as part, place
    from best cross join jsonb_array_elements(option -> 'steps') with ordinality s (step, place)
    where step ->> 'kind' = 'transfer')
  select array_agg(row((step ->> 'laneId')::int, (step ->> 'originId')::int, (step ->> 'quantityUnits')::int, (step ->> 'packSizeUnits')::int,
    (step ->> 'freightMinor')::bigint, coalesce((step ->> 'fixedMinor')::bigint, 0), round((option ->> 'valueLowMinor')::float8 * part)::bigint,
    round((option ->> 'valueMinor')::float8 * part)::bigint, round((option ->> 'valueHighMinor')::float8 * part)::bigint,
    option ->> 'key')::planned_move order by place) from step);

alter table recommendation add column best_moves planned_move[] generated always as (planned_moves(options)) stored;
drop index recommendation_best_moves;
create index recommendation_best_moves on recommendation (kind, id) where state in ('open', 'blocked') and best_moves is not null;
