-- What all products' promotions brought, summed by the day on which it was measured: each forecast asks for the sum of all of them.
create table promotion_total (
  day date primary key,
  units bigint not null,
  usual_units double precision not null
);
revoke insert, update, delete on promotion_total from plimsoll_app;
insert into promotion_total
select (measured_at at time zone 'UTC')::date, sum(units), sum(usual_units::double precision) from promotion_result group by 1;
-- Those of the day itself.
create index promotion_result_measured on promotion_result (measured_at);

create function sum_promotion_results() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    update promotion_total t set units = t.units - r.units, usual_units = t.usual_units - r.usual
    from (select (measured_at at time zone 'UTC')::date as day, sum(units) as units, sum(usual_units::double precision) as usual from removed group by 1) r
    where t.day = r.day;
  end if;
  if tg_op <> 'DELETE' then
    insert into promotion_total as t (day, units, usual_units)
    select (measured_at at time zone 'UTC')::date, sum(units), sum(usual_units::double precision) from added group by 1
    on conflict (day) do update set units = t.units + excluded.units, usual_units = t.usual_units + excluded.usual_units;
  end if;
  return null;
end $$;
create trigger promotion_result_insert after insert on promotion_result referencing new table as added for each statement execute function sum_promotion_results();
create trigger promotion_result_update after update on promotion_result referencing old table as removed new table as added for each statement execute function sum_promotion_results();
create trigger promotion_result_delete after delete on promotion_result referencing old table as removed for each statement execute function sum_promotion_results();
