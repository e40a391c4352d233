-- What was marked as pressing, found without the rest of the queue: after each change those are unmarked that no longer are.
create index recommendation_marked on recommendation (urgency) where state in ('open', 'blocked') and urgency <> 'normal';
