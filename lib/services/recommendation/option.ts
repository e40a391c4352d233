import type { DecisionOption, Unsolved } from "@/lib/decisions/types";
import type { CampaignInput } from "./load-ads";
import type { Inputs, SkuInput } from "./load-inputs";
import type { AdStep, Option, Params, Phrase, Step, TransferStep } from "./types";

interface Context {
  inputs: Inputs;
  sku: SkuInput;
  campaigns: readonly CampaignInput[];
}

/** An option of the decision layer with what its sentence and its execution need. */
export function toOption(option: DecisionOption, context: Context): Option {
  const steps = option.steps.flatMap((step) => toStep(step, context) ?? []);
  return {
    key: option.key,
    kind: option.kind,
    params: paramsOf(option, steps, context),
    ...(option.kind === "transfer" || option.kind === "reorder" ? { quantityUnits: option.quantity } : {}),
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
  };
}

function toStep(step: DecisionOption["steps"][number], { inputs, sku, campaigns }: Context): Step | null {
  if (step.kind === "ad_pause") {
    const campaign = campaigns.find(({ id }) => id === step.campaignId);
    return campaign
      ? adStep("ad_pause", campaign, step.target === "campaign" ? null : Number(step.targetId))
      : null;
  }
  if (step.kind !== "transfer") return null;
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
      Math.round((lane.freightMinorPerUnit + lane.handlingMinorPerUnit) * step.quantity) + lane.fixedMinor,
    leadTimeDays: lane.leadTimeDays,
  };
}

function paramsOf(
  option: DecisionOption,
  steps: readonly Step[],
  { inputs, sku, campaigns }: Context,
): Params {
  const moves = steps.filter((step): step is TransferStep => step.kind === "transfer");
  const [first] = moves;
  if (option.kind === "transfer" && first) {
    const origins = moves.map((move) => inputs.locations.get(move.originId));
    const destination = inputs.locations.get(first.destinationId);
    return {
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
    quantityUnits: option.quantity,
    ...(order ? { orderByDay: order.orderByDay, arrivesDay: order.arrivesDay } : {}),
  };
}

function arrival(option: DecisionOption, inputs: Inputs): string | null {
  if (option.effectInDays === null || (option.kind !== "transfer" && option.kind !== "reorder")) return null;
  // By the end of that day: to the second it would be another time with every look.
  const days = Math.ceil(inputs.now.getTime() / 86_400_000 + option.effectInDays);
  return new Date(days * 86_400_000).toISOString();
}

function toPhrase({ code, ...params }: Unsolved): Phrase {
  const rounded = Object.entries(params).map(([name, value]) => [name, Math.round(Number(value) * 10) / 10]);
  return { key: code, params: Object.fromEntries(rounded) };
}
