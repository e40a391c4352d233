import type { Db } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { ensureMonths } from "@/lib/ingest/partitions";
import { poolTransaction } from "@/lib/ingest/transaction";
import { simulateAds, simulateListings } from "./simulate/offers";
import { SIMULATED_SOURCE, simulatePlaces } from "./simulate/places";
import { simulateCosts, simulatedMonths, simulateStock } from "./simulate/stock";

/** The dataset's number at its archive, so that everybody simulates the same. */
export const DEFAULT_SEED = 352;

/** What was added to the real orders. */
export interface Simulated {
  skus: number;
  moves: number;
  ads: number;
  adDays: number;
}

/**
 * Adds to the imported Online Retail orders what the data lacks: places, costs, stock that follows the sales, listings
 * and ads. Everything carries `simulated` and comes from one seed: the same seed gives the same. All or nothing. Throws
 * NotFound before the orders are imported, and Conflict when it was done already.
 */
export async function simulateOnlineRetail(db: Db, seed: number = DEFAULT_SEED): Promise<Simulated> {
  const [orders] = await db`
    select 1 from sales_order o join connection c on c.id = o.connection_id join channel n on n.id = o.channel_id
    where c.key = 'online-retail' and n.code = 'online-retail' limit 1`;
  if (!orders)
    throw new NotFound(
      "There are no Online Retail orders yet: import them first, as examples/online-retail/README.md shows.",
      { say: null },
    );
  await ensureMonths(db, db, await simulatedMonths(db));
  return await poolTransaction(db, async (tx) => {
    const [done] = await tx`select 1 from connection where key = ${SIMULATED_SOURCE}`;
    if (done)
      throw new Conflict(
        "This workspace has been given its simulated stock and ads already. Nothing was changed.",
        { say: null },
      );
    const setting = await simulatePlaces(tx, seed);
    await simulateCosts(tx, setting);
    const { moves, skus } = await simulateStock(tx, setting);
    await simulateListings(tx, setting);
    const { ads, days } = await simulateAds(tx, setting);
    return { skus, moves, ads, adDays: days };
  });
}
