-- Every page counts what presses: out of the index alone instead of thousands of wide rows.
drop index recommendation_pressing;
create index recommendation_pressing on recommendation (team) include (id, version)
  where state = 'open' and urgency in ('urgent', 'high');
