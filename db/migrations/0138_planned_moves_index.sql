-- The plan by lane out of the index alone: 9,000 wide rows need not be read for what they would move.
drop index recommendation_best_moves;
create index recommendation_best_moves on recommendation (kind, id) include (sku_id, version, state, best_moves)
  where state in ('open', 'blocked') and best_moves is not null;
