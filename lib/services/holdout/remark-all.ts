import type { Tx } from "@/db/client";

/** Which proposals are shown follows from the holdout: all are worked out anew. */
export async function remarkAll(tx: Tx): Promise<void> {
  await tx`
    insert into sku_to_refresh (sku_id) select id from sku where is_product order by id
    on conflict (sku_id) do update set marked_at = clock_timestamp()`;
}
