-- How the coming weeks of a category sell beside the near ones, by the same weeks of two years before; '' is all products. Kept, so that
-- the past is read with what was known then. See lib/metrics/forecast/season.ts.
create table season_profile (
  category text not null,
  as_of_day date not null,                    -- a Monday: the first day of the first week
  factors real[] not null,                    -- week by week; 1: no season
  primary key (category, as_of_day)
);
grant select, insert, update, delete on season_profile to plimsoll_app;
