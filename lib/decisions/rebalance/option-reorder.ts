import { addDays } from "@/lib/core/clock";
import { demandQuantile, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import { valueRange, zeroRange } from "@/lib/metrics/value-range/compute";
import type { DecisionOption } from "../types";
import { missedSales, missedUnitsBetween } from "./missed-sales";
import type { ShortageContext } from "./shortage";

/** An order that is not due for longer is none: nobody foretells demand so far ahead. */
const longestWaitDays = 730;

/**
 * Ordering from the supplier, as advice: up to the service-level quantile of demand over lead time + review, in packs, from what is
 * expected to be left on the day of the order. Worth the missed sales it still meets within the horizon, so nothing if it comes later.
 * Null without supplier or demand, or where what is there and on its way lasts for years.
 */
export function reorderOption({ shortage, location }: ShortageContext): DecisionOption | null {
  const { supply, problem, locationId, asOfDay } = shortage;
  if (!supply || !(location.demand.meanPerDay > 0)) return null;
  const { sku, policy } = problem;
  const position = location.available + location.receipts.reduce((sum, receipt) => sum + receipt.quantity, 0);
  const wanted = demandQuantile(
    windowDemand(location.demand, supply.leadTimeDays + supply.reviewDays),
    supply.serviceLevel,
  );
  const reorderPoint = demandQuantile(
    windowDemand(location.demand, supply.leadTimeDays),
    supply.serviceLevel,
  );
  // Goods that would still meet missed sales are ordered now, however much is on its way for later.
  const missedAfterLeadTime = missedSales(location, policy.horizonDays, supply.leadTimeDays).units;
  const spareDays = Math.floor((position - reorderPoint) / location.demand.meanPerDay);
  const waitDays = missedAfterLeadTime >= 0.5 ? 0 : Math.max(0, spareDays);
  if (waitDays > longestWaitDays) return null;
  const leftThen = position - waitDays * location.demand.meanPerDay;
  const quantity =
    Math.ceil(Math.max(wanted - leftThen, supply.minQuantity, 1) / sku.packSize) * sku.packSize;
  const effectInDays = waitDays + supply.leadTimeDays;
  const sales = missedSales(location, policy.horizonDays, effectInDays);
  const margin = Math.max(0, sku.marginMinorPerUnit);
  const worth = (units: number) => Math.min(units, quantity) * margin - supply.fixedMinor;
  const inTime = effectInDays < policy.horizonDays;
  const orderByDay = addDays(asOfDay, waitDays);
  const before = missedUnitsBetween(location, 0, Math.min(effectInDays, policy.horizonDays));
  const unsolved: DecisionOption["unsolved"] = [{ code: "not_executable_here" }];
  if (before >= 0.5) {
    unsolved.unshift({ code: "gap_until_arrival", days: before / location.demand.meanPerDay, units: before });
  }
  return {
    key: "reorder",
    kind: "reorder",
    value: inTime ? valueRange(worth(sales.lowUnits), worth(sales.units), worth(sales.highUnits)) : zeroRange,
    costMinor: supply.fixedMinor,
    effectInDays,
    quantity,
    unsolved,
    steps: [
      {
        kind: "reorder",
        locationId,
        quantity,
        orderByDay,
        arrivesDay: addDays(asOfDay, Math.ceil(effectInDays)),
      },
    ],
    executable: false,
  };
}
