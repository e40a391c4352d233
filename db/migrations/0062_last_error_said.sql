-- The last failure of a connection, as 0060 keeps it for rejects and runs.
alter table connection add column last_error_say jsonb;
-- Why an order is stuck is a short code; orders.problems.stuck in the messages names it.
comment on column sales_order.sync_error is 'why it is stuck, as a code; null: fine';
