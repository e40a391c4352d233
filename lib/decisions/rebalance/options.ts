import { addDays } from "@/lib/core/clock";
import { demandQuantile, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import { addRanges, negateRange, valueRange, zeroRange } from "@/lib/metrics/value-range/compute";
import type { CampaignDecision } from "../ads/types";
import type { DecisionOption, Id, Step } from "../types";
import { decideRebalance } from "./decide";
import { moveCostMinor } from "./describe";
import type { KnownLocation } from "./marginal-values";
import { adSpendWasted, type MissedSales, missedSales, missedUnitsBetween } from "./missed-sales";
import type { OpenTransfer, RebalanceLane, RebalancePlan, RebalanceProblem, TransferMove } from "./types";

/** Terms of buying more from the supplier. */
export interface SupplyTerms {
  leadTimeDays: number;
  minQuantity: number;
  /** Cost of an order, whatever its size, minor units. */
  fixedMinor: number;
  /** Days until the next chance to order: the quantity lasts for lead time + these. */
  reviewDays: number;
  serviceLevel: number;
}

/** Ads that lead to the SKU where it is short, already decided by decideAds. */
export interface ShortageAds {
  decisions: readonly CampaignDecision[];
  /** Spend a day on ads that no platform stops by itself, minor units. */
  spendMinorPerDay: number;
}

export interface Shortage {
  problem: RebalanceProblem;
  locationId: Id;
  asOfDay: string;
  ads: ShortageAds;
  /** Null: the supplier is not known. */
  supply: SupplyTerms | null;
}

export interface ShortageOptions {
  /** Best first, do nothing last; at most five. */
  options: DecisionOption[];
  /** What doing nothing is expected to miss within the horizon. */
  missed: MissedSales;
  /** Its cost ÷ days of the horizon, ads' waste included. */
  lossMinorPerDay: number;
  plan: RebalancePlan;
}

const mostOptions = 5;

/**
 * The ways to answer one shortage, side by side in money: transfers (the best for this place, and each single donor), pausing
 * its ads, ordering more (advice), doing nothing (with its cost). Values are gains over doing nothing within the policy's
 * horizon. What the plan sends elsewhere is off the donors already. Null when stock or forecast of the place is unknown.
 */
export function shortageOptions(shortage: Shortage): ShortageOptions | null {
  const { problem, locationId } = shortage;
  const place = problem.locations.find(({ id }) => id === locationId);
  if (!place || place.available === null || place.demand === null) return null;
  const location: KnownLocation = { ...place, available: place.available, demand: place.demand };
  const missed = missedSales(location, problem.policy.horizonDays);
  const context = { shortage, location, missed };

  const plan = decideRebalance(problem);
  const nothing = doNothing(context);
  const pause = adPause(context);
  const order = reorder(context);
  const others = [pause, order].flatMap((option) => option ?? []);
  const transfers = transferOptions(context, plan).slice(0, mostOptions - 1 - others.length);
  const ranked = [...transfers, ...others].sort((a, b) => b.value.midMinor - a.value.midMinor);
  const lossMinorPerDay = Math.round(nothing.costMinor / problem.policy.horizonDays);
  return { options: [...ranked, nothing], missed, lossMinorPerDay, plan };
}

interface Context {
  shortage: Shortage;
  location: KnownLocation;
  missed: MissedSales;
}

function transferOptions(context: Context, plan: RebalancePlan): DecisionOption[] {
  const { problem, locationId } = context.shortage;
  const elsewhere: OpenTransfer[] = plan.moves
    .filter((move) => move.to !== locationId)
    .map(({ from, to, quantity }) => ({ from, to, quantity, reserved: false, ageDays: 0 }));
  const lanes = problem.lanes.filter((lane) => lane.to === locationId);
  const openTransfers = [...problem.openTransfers, ...elsewhere];
  const planFor = (usable: readonly RebalanceLane[]) =>
    decideRebalance({ ...problem, lanes: usable, openTransfers });
  const best = planFor(lanes);
  const options = best.moves.length > 0 ? [transferOption(context, best)] : [];
  for (const lane of lanes) {
    const isBest = best.moves.length === 1 && best.moves[0]?.laneId === lane.id;
    if (isBest || best.moves.length === 0) continue;
    const alone = planFor([lane]);
    if (alone.moves.length > 0) options.push(transferOption(context, alone));
  }
  return options.sort((a, b) => b.value.midMinor - a.value.midMinor);
}

function transferOption(context: Context, plan: RebalancePlan): DecisionOption {
  const { moves } = plan;
  const [first] = moves;
  const effectInDays = Math.max(...moves.map((move) => move.leadTimeDays));
  const { horizonDays } = context.shortage.problem.policy;
  const before = missedUnitsBetween(context.location, 0, effectInDays);
  const after = missedUnitsBetween(context.location, effectInDays, horizonDays);
  const sold = moves.reduce((sum, move) => sum + move.soldUnits, 0);
  const { meanPerDay } = context.location.demand;
  const spend = context.shortage.ads.spendMinorPerDay;
  const unsolved: DecisionOption["unsolved"] = [];
  if (before >= 0.5) unsolved.push({ code: "gap_until_arrival", days: before / meanPerDay, units: before });
  if (after - sold >= 0.5) unsolved.push({ code: "units_short", units: after - sold });
  if (before >= 0.5 && spend > 0)
    unsolved.push({ code: "ads_keep_spending", minorPerDay: spend, days: before / meanPerDay });
  return {
    key: moves.length === 1 && first ? `transfer:${first.laneId}` : "transfer:plan",
    kind: "transfer",
    value: plan.value,
    costMinor: moves.reduce((sum, move) => sum + moveCostMinor(move), 0),
    effectInDays,
    quantity: moves.reduce((sum, move) => sum + move.quantity, 0),
    unsolved,
    steps: moves.map(transferStep),
    executable: true,
  };
}

function transferStep({ laneId, from, to, quantity, packs }: TransferMove): Step {
  return { kind: "transfer", laneId, from, to, quantity, packs };
}

function adPause({ shortage, location, missed }: Context): DecisionOption | null {
  const { horizonDays } = shortage.problem.policy;
  const steps: Step[] = [];
  const values = [];
  for (const { campaignId, verdict, valuePerDay, ads } of shortage.ads.decisions) {
    if (verdict === "pause") {
      steps.push({ kind: "ad_pause", target: "campaign", targetId: campaignId, campaignId });
      values.push(valuePerDay);
    }
    for (const ad of ads) {
      if (ad.verdict !== "pause" || ad.skuId !== shortage.problem.sku.id) continue;
      steps.push({ kind: "ad_pause", target: "product_ad", targetId: ad.adId, campaignId });
      values.push(ad.valuePerDay);
    }
  }
  if (steps.length === 0) return null;
  const nextReceiptDays = Math.min(horizonDays, ...location.receipts.map((receipt) => receipt.days));
  const perDay = addRanges(values);
  return {
    key: "ad_pause",
    kind: "ad_pause",
    value: valueRange(
      perDay.lowMinor * nextReceiptDays,
      perDay.midMinor * nextReceiptDays,
      perDay.highMinor * nextReceiptDays,
    ),
    costMinor: 0,
    effectInDays: 0,
    quantity: 0,
    unsolved: [{ code: "brings_no_stock" }, { code: "days_without_stock", days: missed.days }],
    steps,
    executable: true,
  };
}

function reorder({ shortage, location }: Context): DecisionOption | null {
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
  const quantity =
    Math.ceil(Math.max(wanted - position, supply.minQuantity, 1) / sku.packSize) * sku.packSize;
  const waitDays = Math.max(0, Math.floor((position - reorderPoint) / location.demand.meanPerDay));
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

function doNothing({ shortage, missed }: Context): DecisionOption {
  const margin = Math.max(0, shortage.problem.sku.marginMinorPerUnit);
  const wasted = adSpendWasted(missed, shortage.ads.spendMinorPerDay);
  const cost = addRanges([
    valueRange(missed.lowUnits * margin, missed.units * margin, missed.highUnits * margin),
    wasted,
  ]);
  return {
    key: "do_nothing",
    kind: "do_nothing",
    value: negateRange(cost),
    costMinor: cost.midMinor,
    effectInDays: null,
    quantity: Math.round(missed.units),
    unsolved: [
      { code: "units_short", units: missed.units },
      { code: "days_without_stock", days: missed.days },
    ],
    steps: [],
    executable: true,
  };
}
