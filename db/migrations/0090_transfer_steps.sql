-- What is confirmed here of a transfer that an account carries is booked there too, as actions of their own: that goods left,
-- and that they came in.
alter table action drop constraint action_kind_check;
alter table action add constraint action_kind_check check (kind in
  ('transfer', 'transfer_cancel', 'transfer_ship', 'transfer_receive', 'ad_pause', 'ad_resume', 'publish_quantity', 'ad_budget'));
-- A transfer's page shows how far they are.
create index action_of_transfer_step on action (((payload ->> 'transferId')::bigint)) where kind in ('transfer_ship', 'transfer_receive');
