-- What a channel shows of a SKU and what a campaign may spend are actions like any other, carried out by the connector of
-- the connection's vendor.
alter table action drop constraint action_kind_check;
alter table action add constraint action_kind_check
  check (kind in ('transfer', 'transfer_cancel', 'ad_pause', 'ad_resume', 'publish_quantity', 'ad_budget'));
alter table action drop constraint action_executor_check;
alter table action add constraint action_executor_check check (executor in ('webhook', 'manual', 'connector'));

-- When a record that waits for something was last tried again.
alter table inbox_record add column woken_at timestamptz;
