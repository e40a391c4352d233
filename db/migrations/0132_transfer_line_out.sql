-- Lines that were taken out of a transfer order before anything of it was sent: who did it and why, so that a press that
-- is repeated changes nothing and the order's page can say what is no longer on it.
create table transfer_line_out (
  transfer_id bigint not null references transfer_order,
  line_no int not null,
  sku_id int not null references sku,
  quantity int not null check (quantity > 0),
  action_id uuid references action,             -- whose claim ended with it; null: it had other lines, or no decision
  reason text not null,
  taken_out_at timestamptz not null default now(),
  taken_out_by text not null,
  primary key (transfer_id, line_no, sku_id)
);
