import type { Tx } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { type Say, say } from "@/lib/core/say";
import { loadLanes } from "./load-lanes";
import type { ActiveStep, TransferStep } from "./types";

/** hold: it may begin. lapse: what it was meant for is gone. wait: not yet, look again after these hours. */
export type Recheck =
  | { verdict: "hold" }
  | { verdict: "lapse"; reason: StepReason }
  | { verdict: "wait"; reason: StepReason; hours: number };

/** Why a step was put off or lapsed; `recommendation.steps.reason.<code>` says it. */
export type StepReason =
  | "budget_changed"
  | "campaign_ended"
  | "spend_stale"
  | "stock_stale"
  | "stock_short"
  | "lane_full"
  | "goods_under_way"
  | "goods_not_coming"
  | "taken_back"
  | "too_late"
  | "blackout";

/** The reason in words. */
export const sayStepReason: Record<StepReason, Say> = {
  budget_changed: say("recommendation.steps.reason.budget_changed"),
  campaign_ended: say("recommendation.steps.reason.campaign_ended"),
  spend_stale: say("recommendation.steps.reason.spend_stale"),
  stock_stale: say("recommendation.steps.reason.stock_stale"),
  stock_short: say("recommendation.steps.reason.stock_short"),
  lane_full: say("recommendation.steps.reason.lane_full"),
  goods_under_way: say("recommendation.steps.reason.goods_under_way"),
  goods_not_coming: say("recommendation.steps.reason.goods_not_coming"),
  taken_back: say("recommendation.steps.reason.taken_back"),
  too_late: say("recommendation.steps.reason.too_late"),
  blackout: say("recommendation.steps.reason.blackout"),
};

interface CampaignNow {
  state: string;
  currency: string;
  budgetMinorPerDay: number | null;
  spendIsFresh: boolean;
}

/**
 * Whether a step that was worked out earlier still makes sense on this moment's data: the campaign runs and spends what it did,
 * its spend was read lately, and the stock that a raise counts on lies there. Steps that restore ask for nothing but that
 * their campaign stands as ours left it, so that what was throttled comes back in any case. Goods ask for room on their lane,
 * which is to be locked.
 */
export async function recheckStep(
  tx: Tx,
  step: ActiveStep,
  limits: { adSpendHours: number; stockHours: number },
): Promise<Recheck> {
  if (step.kind === "transfer") return recheckRoom(tx, step);
  if (step.kind !== "ad_budget") return { verdict: "hold" };
  const [campaign] = await tx<CampaignNow[]>`
    select c.state, c.currency, c.budget_minor_per_day as "budgetMinorPerDay",
      coalesce(coalesce(k.last_confirmed_at, k.last_event_at) > now() - make_interval(hours => ${Math.ceil(limits.adSpendHours)}), false) as "spendIsFresh"
    from campaign c join connection k on k.id = c.connection_id where c.id = ${step.campaignId} for update of c`;
  if (!campaign || campaign.state === "ended") return { verdict: "lapse", reason: "campaign_ended" };
  if (campaign.budgetMinorPerDay !== step.fromMinorPerDay)
    return { verdict: "lapse", reason: "budget_changed" };
  if (step.purpose === "restore") return { verdict: "hold" };
  if (step.until !== undefined && Date.parse(step.until) <= Date.now())
    return { verdict: "lapse", reason: "too_late" };
  if (!campaign.spendIsFresh) return { verdict: "wait", reason: "spend_stale", hours: 1 };
  return step.needs ? recheckStock(tx, step.needs, limits.stockHours) : { verdict: "hold" };
}

async function recheckStock(
  tx: Tx,
  needs: NonNullable<ActiveStep["needs"]>,
  stockHours: number,
): Promise<Recheck> {
  const [stock] = await tx<{ units: number; isFresh: boolean }[]>`
    select coalesce(sum(greatest(available, 0)), 0)::int as units,
      coalesce(min(data_as_of) > now() - make_interval(hours => ${Math.ceil(stockHours)}), false) as "isFresh"
    from stock_level where sku_id = ${needs.skuId} and location_id = any(${needs.locationIds})`;
  if (!stock?.isFresh) return { verdict: "wait", reason: "stock_stale", hours: 1 };
  return stock.units >= needs.units
    ? { verdict: "hold" }
    : { verdict: "wait", reason: "stock_short", hours: 24 };
}

/** Whether what leaves next on its lane leaves room for the goods of a step. */
async function recheckRoom(tx: Tx, { laneId, skuId, quantityUnits }: TransferStep): Promise<Recheck> {
  const currency = (await readCompany(tx))?.baseCurrency ?? "USD";
  const lane = (await loadLanes(tx, currency, new Date())).find(({ id }) => id === laneId);
  const [sku] = await tx<{ grams: number; cm3: number }[]>`
    select coalesce(weight_grams, 0) as grams, coalesce(volume_cm3, 0) as cm3 from sku where id = ${skuId}`;
  if (!lane || !sku) return { verdict: "hold" };
  const { leaving } = lane;
  const fits =
    leaving.units + quantityUnits <= (lane.maxQuantity ?? Number.POSITIVE_INFINITY) &&
    leaving.grams + quantityUnits * sku.grams <= (lane.maxGrams ?? Number.POSITIVE_INFINITY) &&
    leaving.cm3 + quantityUnits * sku.cm3 <= (lane.maxCm3 ?? Number.POSITIVE_INFINITY);
  return fits ? { verdict: "hold" } : { verdict: "wait", reason: "lane_full", hours: 24 };
}
