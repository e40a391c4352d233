import type { BudgetStep as DecidedBudgetStep, DecisionOption, Id, Unsolved } from "@/lib/decisions/types";
import { addRanges } from "@/lib/metrics/value-range/compute";
import { type Expected, shareValue } from "../action/share-value";
import { withClaimDays } from "./claim-days";
import type { CampaignInput } from "./load-ads";
import { type CampaignBudget, throttled } from "./load-budgets";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";
import type { OvershownListing } from "./load-overshown";
import type { AdStep, BudgetStep, Option, Params, Phrase, QuantityStep, Step, TransferStep } from "./types";

interface Context {
  inputs: Inputs;
  sku: SkuInput;
  campaigns: readonly CampaignInput[];
  budgets: ReadonlyMap<number, CampaignBudget>;
  overshown: readonly OvershownListing[];
  /** The place that it is about. */
  shelf: ShelfInput;
  /** Sales up to this many days ahead count. */
  horizonDays: number;
}

/** An option of the decision layer with what its sentence and its execution need. */
export function toOption(option: DecisionOption, context: Context): Option {
  const { inputs, sku, shelf, horizonDays } = context;
  const receipts = (sku.receipts.get(shelf.locationId) ?? [])
    .map(({ days }) => days)
    .filter((days) => days > 0);
  const goodsInDays =
    option.kind === "play" && option.effectInDays !== null
      ? option.effectInDays
      : Math.min(horizonDays, ...receipts);
  const steps = withClaimDays(toSteps(option, context), { now: inputs.now, horizonDays, goodsInDays });
  return {
    key: option.key,
    kind: option.kind,
    params: paramsOf(option, steps, context),
    ...(bringsGoods(option) ? { quantityUnits: option.quantity } : {}),
    valueLowMinor: option.value.lowMinor,
    valueMinor: option.value.midMinor,
    valueHighMinor: option.value.highMinor,
    costMinor: Math.round(option.costMinor),
    effectDays: option.effectInDays,
    arrivesAt: arrival(option, context.inputs),
    unsolved: option.unsolved.map(toPhrase),
    steps,
    executable: option.executable,
  };
}

/** The switch of one ad, or of a whole campaign. */
export function adStep(kind: AdStep["kind"], campaign: CampaignInput, productAdId: number | null): AdStep {
  const ad = campaign.ads.find(({ id }) => id === productAdId);
  return {
    kind,
    campaignId: campaign.id,
    productAdId,
    connectionId: campaign.connectionId,
    externalId: ad?.externalId ?? campaign.externalId,
    currency: campaign.currency,
    campaignName: campaign.name,
  };
}

const bringsGoods = ({ kind }: DecisionOption) =>
  kind === "transfer" || kind === "reorder" || kind === "play";

/** Budgets follow one another: each step starts from what the one before left. Goods bear what the ads do not. */
function toSteps(option: DecisionOption, context: Context): Step[] {
  const { inputs, sku, campaigns } = context;
  const goods = option.steps.filter((step) => step.kind === "transfer");
  const goodsKey = goods.map((step) => `transfer:${step.laneId}`).at(-1);
  const ofAds = addRanges(option.steps.flatMap((step) => ("value" in step && step.value ? step.value : [])));
  const ofGoods = shareValue(
    {
      lowMinor: option.value.lowMinor - ofAds.lowMinor,
      midMinor: option.value.midMinor - ofAds.midMinor,
      highMinor: option.value.highMinor - ofAds.highMinor,
    },
    goods.map(({ quantity }) => quantity),
  );
  const left = new Map<Id, number>();
  return option.steps.flatMap((step): Step | [] => {
    switch (step.kind) {
      case "transfer": {
        const worth = option.kind === "play" ? ofGoods[goods.indexOf(step)] : undefined;
        return transferStep(step, inputs, sku, worth) ?? [];
      }
      case "ad_pause": {
        const campaign = campaigns.find(({ id }) => id === step.campaignId);
        if (!campaign) return [];
        const switched = adStep(
          "ad_pause",
          campaign,
          step.target === "campaign" ? null : Number(step.targetId),
        );
        return { ...switched, ...(step.value && { worth: step.value }) };
      }
      case "ad_budget": {
        const next = budgetStep(step, left.get(step.campaignId), goodsKey, context);
        if (next) left.set(step.campaignId, next.budgetMinorPerDay);
        return next ?? [];
      }
      case "reorder":
        return option.kind === "reorder"
          ? []
          : {
              kind: "reorder",
              locationId: Number(step.locationId),
              quantityUnits: step.quantity,
              orderByDay: step.orderByDay,
              arrivesDay: step.arrivesDay,
            };
      case "publish_quantity": {
        const listing = context.overshown.find(({ listingId }) => listingId === step.listingId);
        return listing ? { ...quantityStep(listing), worth: step.value } : [];
      }
      case "price":
        return { kind: "price", skuId: sku.id, ...pick(step) };
      default:
        return [];
    }
  });
}

const quantityStep = (listing: OvershownListing): QuantityStep => ({
  kind: "publish_quantity",
  listingId: listing.listingId,
  channelId: listing.channelId,
  channelName: listing.channelName,
  connectionId: listing.connectionId,
  vendor: listing.vendor,
  fromUnits: listing.shownUnits,
  units: listing.toSellUnits,
});

const pick = ({
  fromMinor,
  priceMinor,
  untilDay,
}: {
  fromMinor: number;
  priceMinor: number;
  untilDay: string;
}) => ({
  fromMinor,
  priceMinor,
  untilDay,
});

/** A week of sales at the raised budget must lie there before it is raised. */
const daysOfStockForRaise = 7;

function budgetStep(
  step: DecidedBudgetStep,
  left: number | undefined,
  goodsKey: string | undefined,
  { inputs, sku, budgets, shelf }: Context,
): BudgetStep | null {
  const budget = budgets.get(Number(step.campaignId));
  const normal = budget?.budgetMinorPerDay ?? null;
  if (!budget || normal === null) return null;
  const at = endOfDay(inputs.now, step.startDay);
  return {
    kind: "ad_budget",
    purpose: step.purpose,
    campaignId: budget.campaignId,
    campaignName: budget.name,
    connectionId: budget.connectionId,
    externalId: budget.externalId,
    currency: budget.currency,
    fromMinorPerDay: left ?? normal,
    budgetMinorPerDay:
      step.purpose === "throttle" ? throttled(budget, step.share) : Math.floor(normal * step.share),
    worth: step.value,
    ...(step.startDay > 0 && { start: { at, ...(step.afterGoods && goodsKey && { after: goodsKey }) } }),
    ...(step.untilDay !== undefined && { until: endOfDay(inputs.now, step.untilDay) }),
    ...(step.purpose === "raise" && {
      needs: {
        skuId: sku.id,
        locationIds: [shelf.locationId],
        units: Math.ceil(daysOfStockForRaise * (shelf.meanPerDay ?? 0) * step.share),
      },
    }),
  };
}

function transferStep(
  step: { laneId: Id; quantity: number; fixedMinor: number },
  inputs: Inputs,
  sku: SkuInput,
  worth: Expected | undefined,
): Step | null {
  const lane = inputs.lanes.find(({ id }) => id === step.laneId);
  if (!lane) return null;
  return {
    kind: "transfer",
    laneId: lane.id,
    originId: lane.from,
    destinationId: lane.to,
    skuId: sku.id,
    quantityUnits: step.quantity,
    packSizeUnits: sku.packSize,
    freightMinor:
      Math.round((lane.freightMinorPerUnit + lane.handlingMinorPerUnit) * step.quantity) + step.fixedMinor,
    fixedMinor: step.fixedMinor,
    leadTimeDays: lane.leadTimeDays,
    ...(worth && { worth }),
  };
}

function paramsOf(
  option: DecisionOption,
  steps: readonly Step[],
  { inputs, sku, campaigns }: Context,
): Params {
  const moves = steps.filter((step): step is TransferStep => step.kind === "transfer");
  const [first] = moves;
  const ofAds = adParams(steps, campaigns);
  if (option.kind === "ad_throttle" || option.kind === "publish_quantity") return ofAds;
  if (option.kind === "price") {
    const [price] = option.steps.filter((step) => step.kind === "price");
    return {
      priceMinor: price?.priceMinor ?? null,
      fromMinor: price?.fromMinor ?? null,
      untilDay: price?.untilDay ?? null,
    };
  }
  if ((option.kind === "transfer" || option.kind === "play") && first) {
    const origins = moves.map((move) => inputs.locations.get(move.originId));
    const destination = inputs.locations.get(first.destinationId);
    return {
      ...(option.kind === "play" && { ...ofAds, goods: "transfer" }),
      quantityUnits: option.quantity,
      packs: option.quantity / sku.packSize,
      originCode: origins.map((origin) => origin?.code ?? "").join(", "),
      originName: origins.map((origin) => origin?.name ?? "").join(", "),
      destinationCode: destination?.code ?? null,
      destinationName: destination?.name ?? null,
      laneCount: moves.length,
    };
  }
  if (option.kind === "ad_pause") {
    const names = steps.map(
      (step) => campaigns.find(({ id }) => "campaignId" in step && id === step.campaignId)?.name ?? "",
    );
    return { adCount: steps.length, adName: [...new Set(names)].join(", ") };
  }
  const [order] = option.steps.filter((step) => step.kind === "reorder");
  return {
    ...(option.kind === "play" && { ...ofAds, goods: "reorder" }),
    quantityUnits: option.quantity,
    ...(order ? { orderByDay: order.orderByDay, arrivesDay: order.arrivesDay } : {}),
  };
}

/** What an option does with the ads: paused or at a share of the budget first, raised by a share afterwards. */
function adParams(steps: readonly Step[], campaigns: readonly CampaignInput[]): Params {
  const budgets = steps.filter((step): step is BudgetStep => step.kind === "ad_budget");
  const throttle = budgets.find(({ purpose }) => purpose === "throttle");
  const raise = budgets.find(({ purpose }) => purpose === "raise");
  const ids = new Set(steps.flatMap((step) => ("campaignId" in step ? step.campaignId : [])));
  const names = campaigns.filter(({ id }) => ids.has(id)).map(({ name }) => name);
  const normal = throttle?.fromMinorPerDay ?? null;
  const channels = steps.flatMap((step) => (step.kind === "publish_quantity" ? step.channelName : []));
  return {
    channelNames: channels.join(", "),
    channelCount: channels.length,
    adName: [...new Set(names)].join(", "),
    adCount: ids.size,
    adsBefore: steps.some(({ kind }) => kind === "ad_pause") ? "paused" : throttle ? "throttled" : "same",
    budgetCut: throttle && normal ? 1 - throttle.budgetMinorPerDay / normal : null,
    adsAfter: raise ? "raised" : "same",
    budgetRaise: raise ? raise.budgetMinorPerDay / (normal ?? raise.fromMinorPerDay) - 1 : null,
  };
}

function arrival(option: DecisionOption, inputs: Inputs): string | null {
  return option.effectInDays === null || !bringsGoods(option)
    ? null
    : endOfDay(inputs.now, option.effectInDays);
}

/** By the end of that day: to the second it would be another time with every look. */
export function endOfDay(now: Date, days: number): string {
  return new Date(Math.ceil(now.getTime() / 86_400_000 + days) * 86_400_000).toISOString();
}

function toPhrase({ code, ...params }: Unsolved): Phrase {
  const rounded = Object.entries(params).map(([name, value]) => [name, Math.round(Number(value) * 10) / 10]);
  return { key: code, params: Object.fromEntries(rounded) };
}
