import type { Jobs } from "@/db/enqueue";
import { calibrateForecasts } from "@/lib/metrics/forecast/run-calibration";
import { scoreOverrides } from "@/lib/metrics/forecast/run-override-scores";
import { profilePlaces } from "@/lib/metrics/forecast/run-places";
import { storePriors } from "@/lib/metrics/forecast/run-priors";
import { measurePromotions } from "@/lib/metrics/forecast/run-promotions";
import { storeSeasons } from "@/lib/metrics/forecast/run-season";
import { watchBaselines } from "@/lib/metrics/surge/run-baselines";
import { findSurges } from "@/lib/metrics/surge/run-find";
import { propose, proposeShifts } from "@/lib/services/recommendation/propose";
import { runAutomatic } from "@/lib/services/recommendation/run-automatic";
import { refreshBatchSize } from "./figures-refresh";
import { markNewDay } from "./mark-new-day";
import type { JobContext } from "./registry";

/**
 * Looks at the decisions again that time alone can change: inputs that have grown stale or come in fresh, pauses whose
 * waiting time is over. Marks every SKU whose location has begun a new day. With SKUs named, only theirs.
 */
export async function handler(
  payload: Jobs["decisions.refresh"],
  { db, log, signal }: JobContext,
): Promise<void> {
  if (!payload.skuIds) {
    await profilePlaces(db, new Date());
    await calibrateForecasts(db, new Date());
    await storePriors(db, new Date());
    await storeSeasons(db, new Date());
    await measurePromotions(db, new Date());
    await scoreOverrides(db, new Date());
    await watchBaselines(db, new Date());
    await findSurges(db, new Date());
    await markNewDay(db);
  }
  const skuIds = payload.skuIds ?? (await skusThatTimeChanges(db));
  for (let i = 0; i < skuIds.length && !signal.aborted; i += refreshBatchSize) {
    const batch = skuIds.slice(i, i + refreshBatchSize);
    const done = await db.begin(async (tx) => {
      // Never beside a refresh, which holds the same recommendations in another order.
      await tx`select pg_advisory_xact_lock(hashtext('figures.refresh'))`;
      return propose(tx, batch);
    });
    log.debug({ skus: batch.length, ...done }, "decisions looked at again");
  }
  if (!payload.skuIds)
    await db.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('figures.refresh'))`;
      await proposeShifts(tx);
    });
  await runAutomatic(db);
}

async function skusThatTimeChanges(db: JobContext["db"]): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select sku_id as id from recommendation where state in ('open', 'blocked', 'snoozed') and sku_id is not null
    union
    select a.sku_id from product_ad a join campaign c on c.id = a.campaign_id
    where a.state <> 'ended' and c.state <> 'ended'
    order by 1`;
  return rows.map((row) => row.id);
}
