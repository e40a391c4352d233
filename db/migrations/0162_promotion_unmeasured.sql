-- Promotions that are over and of which nothing can be said, with why: they are not looked at again.
create table promotion_unmeasured (
  promotion_id int primary key references promotion on delete cascade,
  why text not null check (why in ('no_items', 'new_items', 'no_sales')),
  looked_at timestamptz not null
);
