-- Two more reasons to hold an order: what was paid is not what it comes to, and its lines here are not those of the source.
alter table order_flag drop constraint order_flag_kind_check;
alter table order_flag add constraint order_flag_kind_check
  check (kind in ('sums_differ', 'captured_differs', 'lines_differ', 'quantity_unusual'));
