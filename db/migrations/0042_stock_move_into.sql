-- Goods that came in, without the far more numerous sales: ages of the stock are taken from these alone.
create index stock_move_into on stock_move (sku_id, to_place_id, occurred_at) include (quantity) where to_place_id > 4;
