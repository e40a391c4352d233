-- Almost every decision moves a few lots, and the plan by lane adds up thousands of them: those are read out of the index alone.
-- One that goes over many lanes would not fit into an index row (less than 3 kB) and is read where it lies.
drop index recommendation_best_moves;
create index recommendation_few_moves on recommendation (kind, id) include (sku_id, version, state, best_moves)
  where state in ('open', 'blocked') and best_moves is not null and cardinality(best_moves) <= 8;
create index recommendation_many_moves on recommendation (kind, id)
  where state in ('open', 'blocked') and best_moves is not null and cardinality(best_moves) > 8;
