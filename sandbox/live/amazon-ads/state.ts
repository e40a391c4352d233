/** What the simulated advertiser has. Ids are text and may be longer than a number can hold. */
export interface SimulatedCampaign {
  campaignId: string;
  name: string;
  budgetPerDay: number;
}

export interface SimulatedProductAd {
  adId: string;
  adGroupId: string;
  campaignId: string;
  sku: string;
  asin?: string;
}

export type EntityState = "ENABLED" | "PAUSED" | "ARCHIVED";

interface Held {
  state: EntityState;
  createdAt: Date;
  updatedAt: Date;
}

/** What an ad spent and sold on a day of the account's time zone. */
export interface SpentDay {
  adId: string;
  campaignId: string;
  date: string;
  spendMinor: number;
  impressions: number;
  clicks: number;
  units: number;
  salesMinor: number;
}

export interface AdsState {
  campaigns: Map<string, SimulatedCampaign & Held>;
  adGroups: Map<string, { adGroupId: string; campaignId: string; name: string } & Held>;
  productAds: Map<string, SimulatedProductAd & Held>;
  /** By ad and day. */
  spent: Map<string, SpentDay>;
  /** Minor units by campaign and day. */
  spentByCampaign: Map<string, number>;
}

/** Everything enabled, as it was set up. */
export function newState(
  campaigns: readonly (SimulatedCampaign & { state?: EntityState })[],
  productAds: readonly (SimulatedProductAd & { state?: EntityState })[],
  at: Date,
): AdsState {
  const held = (state: EntityState = "ENABLED"): Held => ({ state, createdAt: at, updatedAt: at });
  return {
    campaigns: new Map(campaigns.map((one) => [one.campaignId, { ...one, ...held(one.state) }])),
    adGroups: new Map(
      productAds.map(({ adGroupId, campaignId }) => [
        adGroupId,
        { adGroupId, campaignId, name: `Group ${adGroupId}`, ...held() },
      ]),
    ),
    productAds: new Map(productAds.map((ad) => [ad.adId, { ...ad, ...held(ad.state) }])),
    spent: new Map(),
    spentByCampaign: new Map(),
  };
}

/** An ad runs when it, its group and its campaign are enabled. */
export function runs(state: AdsState, adId: string): boolean {
  const ad = state.productAds.get(adId);
  const above = ad && [state.adGroups.get(ad.adGroupId), state.campaigns.get(ad.campaignId)];
  return ad?.state === "ENABLED" && (above ?? []).every((one) => one?.state === "ENABLED");
}

/** Puts a day's spend into the past, whatever the budget was. */
export function know(state: AdsState, day: SpentDay): void {
  const campaignDay = `${day.campaignId}|${day.date}`;
  state.spentByCampaign.set(campaignDay, (state.spentByCampaign.get(campaignDay) ?? 0) + day.spendMinor);
  state.spent.set(`${day.adId}|${day.date}`, { ...day });
}

/** Adds to an ad's day, unless it does not run or its campaign's budget for the day is spent. */
export function spend(state: AdsState, day: SpentDay, budgetMinor: number): boolean {
  if (!runs(state, day.adId)) return false;
  const campaignDay = `${day.campaignId}|${day.date}`;
  const total = (state.spentByCampaign.get(campaignDay) ?? 0) + day.spendMinor;
  if (total > budgetMinor) return false;
  state.spentByCampaign.set(campaignDay, total);
  const key = `${day.adId}|${day.date}`;
  const before = state.spent.get(key);
  if (!before) state.spent.set(key, { ...day });
  else
    for (const name of ["spendMinor", "impressions", "clicks", "units", "salesMinor"] as const)
      before[name] += day[name];
  return true;
}
