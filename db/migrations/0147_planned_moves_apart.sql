-- An index row holds less than 3 kB: what one option moves over a hundred lanes did not fit, and such a decision could not be stored.
drop index recommendation_best_moves;
create index recommendation_best_moves on recommendation (kind, id) where state in ('open', 'blocked') and best_moves is not null;
