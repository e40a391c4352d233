import type { Tx } from "@/db/client";

/** A table for `fillShares`, to the end of the session. */
export async function layShares(tx: Tx): Promise<void> {
  await tx.unsafe(
    "create temp table past_share (sku_id int, location_id smallint, day date, available_share real, primary key (sku_id, location_id, day))",
  );
}

/**
 * Writes down which part of each day these products could be bought at each place, as availability_daily tells it: joined to each
 * of thousands of transfers, that view would be worked out for each.
 */
export async function fillShares(tx: Tx, skuIds: readonly number[]): Promise<void> {
  await tx`truncate pg_temp.past_share`;
  await tx`
    insert into pg_temp.past_share select sku_id, location_id, day, available_share from availability_daily
    where sku_id = any(${[...new Set(skuIds)]}) order by 1, 2, 3`;
  await tx`analyze past_share`;
}
