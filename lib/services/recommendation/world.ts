import type { Queryable } from "@/db/client";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { adCandidates } from "./ad-candidates";
import { blockedShortage, missingForMargin } from "./blocked-shortage";
import { type DecidedCampaign, decideCampaigns } from "./decide-campaigns";
import { excessCandidates } from "./excess-candidates";
import { type CampaignInput, loadCampaigns } from "./load-ads";
import { type CampaignBudget, loadBudgets } from "./load-budgets";
import { type Inputs, loadInputs, type ShelfInput, type SkuInput } from "./load-inputs";
import { loadOvershown, type OvershownListing } from "./load-overshown";
import { rebalanceProblem } from "./problem";
import { type AdsOfSku, shortageCandidates } from "./shortage-candidates";
import type { Candidate } from "./types";

/** All that the decisions about some SKUs rest on, as it was read. */
export interface World {
  skuIds: readonly number[];
  inputs: Inputs;
  campaigns: readonly CampaignInput[];
  budgets: ReadonlyMap<number, CampaignBudget>;
  overshown: readonly OvershownListing[];
}

/** Reads what the decisions about these SKUs rest on, each kind in one statement. */
export async function loadWorld(
  db: Queryable,
  skuIds: number[],
  policy: PolicyRules,
  now: Date,
): Promise<World> {
  const campaigns = await loadCampaigns(db, skuIds, policy.ads.lookBackDays, now);
  const advertised = campaigns.flatMap((campaign) => campaign.ads.map((ad) => ad.skuId));
  const inputs = await loadInputs(
    db,
    [...new Set([...skuIds, ...advertised])],
    now,
    policy.transfers.horizonDays,
  );
  const short = new Set(skuIds.filter((id) => inputs.skus.get(id)?.shelves.some(isShort)));
  const budgets = await loadBudgets(
    db,
    decideCampaigns(inputs, campaigns, policy)
      .filter((one) => one.campaign.ads.some((ad) => short.has(ad.skuId)) || asksForLess(one))
      .map(({ campaign }) => campaign.id),
    policy.ads,
    now,
  );
  const overshown = await loadOvershown(db, [...short], now);
  return { skuIds, inputs, campaigns, budgets, overshown };
}

/** Every recommendation that a world asks for. Reads and writes nothing: the same world gives the same answer. */
export function candidatesOf(
  { skuIds, inputs, campaigns, budgets, overshown }: World,
  policy: PolicyRules,
): Candidate[] {
  const decided = decideCampaigns(inputs, campaigns, policy);
  const bySku = new Map<number, DecidedCampaign[]>();
  for (const one of decided) {
    for (const skuId of new Set(one.campaign.ads.map((ad) => ad.skuId)))
      bySku.set(skuId, [...(bySku.get(skuId) ?? []), one]);
  }
  const ofStock = skuIds.flatMap((id) => {
    const sku = inputs.skus.get(id);
    return sku
      ? stockCandidates(inputs, sku, { decided: bySku.get(id) ?? [], budgets, overshown }, policy)
      : [];
  });
  return [...ofStock, ...decided.flatMap((one) => adCandidates(inputs, one, budgets, policy))];
}

/** An ad of it sells what others would buy, so that less of it may be better than none. */
const asksForLess = ({ decision }: DecidedCampaign) =>
  decision.ads.some(({ verdict, reason }) => verdict === "pause" && reason === "displaces_sales");

const isShort = ({ state }: ShelfInput) => state === "out" || state === "at_risk";

function stockCandidates(inputs: Inputs, sku: SkuInput, ads: AdsOfSku, policy: PolicyRules): Candidate[] {
  const needsPlan = sku.shelves.some((shelf) => isShort(shelf) || shelf.state === "excess");
  if (!needsPlan) return [];
  const problem = rebalanceProblem(inputs, sku, policy);
  if (!problem)
    return sku.shelves.filter(isShort).flatMap(
      (shelf) =>
        blockedShortage(inputs, sku, shelf, missingForMargin(sku), {
          lossMinorPerDay: null,
          rules: policy,
        }) ?? [],
    );
  const shortages = shortageCandidates(inputs, sku, problem, ads, policy);
  const short = sku.shelves.filter(isShort);
  const taken = new Set(short.map((shelf) => shelf.locationId));
  return [...shortages, ...excessCandidates(inputs, sku, problem, taken, policy)];
}
