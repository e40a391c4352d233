import type { Queryable } from "@/db/client";

/** Makes this session's tables for one batch of orders; they empty themselves at the end of each transaction. */
export async function createBatchTables(db: Queryable): Promise<void> {
  await db.unsafe(`
    create temp table if not exists order_batch_line (
      ord int, doc text collate "C", line bigint, place int, problem text,
      placed_at timestamptz, channel_id smallint, location_id smallint, currency text, customer text, country text,
      state text, discount numeric, tax numeric, shipping numeric, total numeric, version bigint, event_at timestamptz,
      sku_id int, unit_cost numeric, cost_currency text,
      quantity int, unit_price numeric, cancelled int, shipped int, kind text, line_kind text, note text, content text, raw_hash bigint
    ) on commit delete rows;
    create temp table if not exists order_batch (
      ord int, doc text collate "C", lines int, first_line bigint, problem text, status text,
      order_id bigint, placed_at timestamptz, old_placed_at timestamptz,
      channel_id smallint, location_id smallint, currency text, customer text, country text, kind text, state text,
      discount numeric, tax numeric, shipping numeric, total numeric,
      version bigint, stored_version bigint, event_at timestamptz, hash bytea, to_base numeric, scale numeric
    ) on commit delete rows;
    create temp table if not exists order_batch_row (
      order_id bigint, placed_at timestamptz, line_no int, sku_id int, channel_id smallint, location_id smallint, day date,
      kind text, quantity int, cancelled_quantity int, shipped_quantity int, open boolean, unit_price numeric,
      amount_minor bigint, cancelled_minor bigint, amount_base_minor bigint, cancelled_base_minor bigint,
      cost_base_minor bigint, note text
    ) on commit delete rows;
    create temp table if not exists order_batch_move (
      sku_id int, occurred_at timestamptz, from_place_id smallint, to_place_id smallint, quantity int
    ) on commit delete rows`);
}
