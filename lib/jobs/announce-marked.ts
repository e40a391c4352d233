import { announce } from "@/db/announce";
import type { Db } from "@/db/client";

/** A mark is dated when it is made and seen when its transaction commits; what commits later than this is told with its figures. */
const lookBackSeconds = 2;

/**
 * Tells open pages of the SKUs whose orders or stock have just come in, before the figures that follow from them are worked
 * out: a page that shows the rows themselves need not wait for these. Each call tells what the ones before it did not.
 */
export function createAnnouncer(db: Db): () => Promise<void> {
  const told = new Map<number, string>();
  return async () => {
    const marks = await db<{ skuId: number; markedAt: string }[]>`
      select sku_id as "skuId", marked_at::text as "markedAt" from sku_to_refresh
      where marked_at > clock_timestamp() - make_interval(secs => ${lookBackSeconds})`;
    const fresh = marks.filter(({ skuId, markedAt }) => told.get(skuId) !== markedAt);
    told.clear();
    for (const { skuId, markedAt } of marks) told.set(skuId, markedAt);
    if (fresh.length > 0) await announce(db, "arrivals", { skus: fresh.map(({ skuId }) => skuId) });
  };
}
