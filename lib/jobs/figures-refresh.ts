import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { findDue, type Marks, refreshStockOutSpans } from "@/lib/metrics/demand/run";
import { refreshDrift } from "@/lib/metrics/drift/run";
import { refreshForecasts } from "@/lib/metrics/forecast/run";
import { refreshStockStatus } from "@/lib/metrics/stock-state/run";
import { refreshWastedSpend } from "@/lib/metrics/wasted-spend/run";
import { getPolicy, type Policy } from "@/lib/services/policy/get";
import { statusRules } from "@/lib/services/policy/status-rules";
import { propose } from "@/lib/services/recommendation/propose";

/** SKUs of one transaction: enough to be quick for many, few enough that a single change never waits for long. */
export const refreshBatchSize = 1_000;

/** Up to here a batch is small. */
const fewSkus = 20;

/**
 * Takes the next batch of marked SKUs and works out everything that follows from their rows. Returns how many there were; 0
 * also while another process is at it, unless `wait` says to wait for that one. Marks are removed in the same transaction
 * and only if nobody marked the SKU again meanwhile, so that a kill or a change in between loses nothing.
 */
export async function refreshNextBatch(
  db: Db,
  options: { now?: Date; limit?: number; wait?: boolean } = {},
): Promise<number> {
  return db.begin(async (tx) => {
    if (options.wait) await tx`select pg_advisory_xact_lock(hashtext('figures.refresh'))`;
    else {
      const [lock] = await tx<
        { taken: boolean }[]
      >`select pg_try_advisory_xact_lock(hashtext('figures.refresh')) as taken`;
      if (!lock?.taken) return 0;
    }
    const marks = await tx<
      { skuId: number; since: string | null; demandDay: string | null; markedAt: string }[]
    >`
      select sku_id as "skuId", since::text, demand_day as "demandDay", marked_at::text as "markedAt" from sku_to_refresh
      order by marked_at, sku_id limit ${options.limit ?? refreshBatchSize}`;
    if (marks.length === 0) return 0;
    const skuIds = marks.map((mark) => mark.skuId);
    await refreshFigures(
      tx,
      { skuIds, since: marks.map((mark) => mark.since), demandDay: marks.map((mark) => mark.demandDay) },
      await getPolicy(tx),
      options.now ?? new Date(),
    );
    // A mark that a writer holds at this moment is skipped: that writer is about to renew it.
    await tx`
      delete from sku_to_refresh where sku_id in (
        select r.sku_id from sku_to_refresh r
        join unnest(${skuIds}::int[], ${marks.map((mark) => mark.markedAt)}::text[]::timestamptz[]) m (sku_id, marked_at)
          on r.sku_id = m.sku_id and r.marked_at = m.marked_at
        for update of r skip locked)`;
    await tx`
      insert into figures_refreshed (at) values (clock_timestamp()) on conflict (one) do update set at = excluded.at`;
    await announce(tx, "stock", { skus: skuIds });
    return marks.length;
  });
}

/** Works out every figure and recommendation of these SKUs inside the caller's transaction. */
export async function refreshFigures(tx: Tx, marks: Marks, policy: Policy, now: Date): Promise<void> {
  // Plans for two SKUs and for a thousand differ. For a few, planning over all the months' partitions takes longer than the
  // work itself, so one plan is kept; for many it pays to plan with the figures at hand. Compiling never pays.
  const plans = marks.skuIds.length <= fewSkus ? "force_generic_plan" : "force_custom_plan";
  await tx`select set_config('plan_cache_mode', ${plans}, true), set_config('jit', 'off', true)`;
  const { drift } = policy.rules;
  const due = await findDue(tx, marks, now);
  await refreshStockOutSpans(tx, due.stock, now);
  await refreshForecasts(tx, due.forecasts, now);
  await refreshStockStatus(tx, marks.skuIds, statusRules(policy.rules), now);
  await refreshDrift(tx, marks.skuIds, { units: drift.toleranceUnits, share: drift.toleranceShare }, now);
  await refreshWastedSpend(tx, marks.skuIds, due.stock);
  await propose(tx, marks.skuIds, { policy, now });
}
