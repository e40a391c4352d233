import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { addDays, dayInZone, daysBetween } from "@/lib/core/clock";
import { storeAdRatios } from "@/lib/metrics/ad-ratios/run";
import { storeDrift } from "@/lib/metrics/drift/run-kpi";
import { fillPastExcess, storeStockStates } from "@/lib/metrics/excess/run";
import { storeFragmentation } from "@/lib/metrics/fragmentation/run";
import { makeExpectedDemand, storeInStockRate } from "@/lib/metrics/in-stock-rate/run";
import { storeLostSales } from "@/lib/metrics/lost-sales/run";
import {
  storeFieldAccuracy,
  storeHandTouched,
  storeLateReturns,
  storeOrderAccuracy,
} from "@/lib/metrics/order-accuracy/run";
import { storeSyncLag } from "@/lib/metrics/sync-lag/run";
import { storeSales, storeStockValue, storeTurnover } from "@/lib/metrics/turnover/run";
import { getPolicy } from "@/lib/services/policy/get";

/** Days of history worked out at first: 13 weekly points, and the periods before them that they are compared with. */
export const historyDays = 119;
/** Days that ad platforms may still correct. */
const usualDays = 14;

/**
 * Works out the KPIs of the last days, today included (UTC). Without `days`: those that may still change and those that were
 * missed; the whole history when there is none yet. One at a time; a second call waits for the first.
 */
export async function refreshKpis(db: Db, options: { days?: number; now?: Date } = {}): Promise<number> {
  const now = options.now ?? new Date();
  const today = dayInZone(now, "UTC");
  return db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('kpis.refresh'))`;
    await tx`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
      set_config('work_mem', '64MB', true)`;
    const { rules } = await getPolicy(tx);
    const length = options.days ?? (await daysDue(tx, today));
    const days = { from: addDays(today, 1 - length), to: today };
    await storeSales(tx, days, now);
    await storeStockValue(tx, days, now);
    await storeTurnover(tx, days, now);
    await storeAdRatios(tx, days, now);
    await storeOrderAccuracy(tx, days, now);
    await storeFieldAccuracy(tx, days, now);
    await storeHandTouched(tx, days, now);
    await storeLateReturns(tx, days, rules.returns.lateAfterDays, now);
    await storeSyncLag(tx, days, now);
    await makeExpectedDemand(tx, days);
    await storeInStockRate(tx, days, now);
    await storeLostSales(tx, days, rules.sales.substitutionShare, now);
    await storeStockStates(tx, today, now);
    await storeDrift(tx, today, now);
    if (length > usualDays) await fillPastExcess(tx, days, rules.stock.excessAfterDays, now);
    await storeFragmentation(tx, days, rules.costs, now);
    await announce(tx, "kpis");
    return length;
  });
}

async function daysDue(tx: Tx, today: string): Promise<number> {
  const [last] = await tx<
    { day: string | null }[]
  >`select max(day) as day from kpi_daily where metric = 'stock_value_minor'`;
  return last?.day
    ? Math.min(historyDays, Math.max(usualDays, daysBetween(last.day, today) + 3))
    : historyDays;
}
