import type { AdCampaign, CampaignDecision, ProductAd } from "./types";

/** A golden case as it is written: amounts in minor units, everything that is usual left out. */
export interface GoldenAdCase {
  case: string;
  campaign: {
    stopsWhenEmpty?: boolean;
    smallest?: AdCampaign["smallestPausable"];
    state?: AdCampaign["state"];
    ours?: boolean;
    hours?: number;
  };
  ads: Record<string, GoldenAd>;
  expect: { campaign: string; ads: string[] };
}

interface GoldenAd {
  available: number | null;
  organicPerDay: number;
  /** 0.2 when left out; 0 is a Poisson. */
  dispersion?: number;
  resupplyDays: number | null;
  /** Null: not known. */
  margin: number | null;
  price: number;
  /** A day's spend: 10 % of days, a usual one, 90 % of days. */
  spend: [number, number, number];
  unitsPerDay: number | null;
  backorder?: boolean;
  state?: ProductAd["state"];
  ours?: boolean;
  /** Since the last toggle. */
  hours?: number;
}

/** The campaign that a golden case states. */
export function campaignOf(golden: GoldenAdCase): AdCampaign {
  const { campaign } = golden;
  return {
    id: "campaign",
    state: campaign.state ?? "enabled",
    pausedByPlimsoll: campaign.ours ?? false,
    hoursSinceToggle: campaign.hours ?? null,
    stopsWhenEmpty: campaign.stopsWhenEmpty ?? false,
    smallestPausable: campaign.smallest ?? "product_ad",
    ads: Object.entries(golden.ads).map(([id, ad]) => adOf(id, ad)),
  };
}

function adOf(id: string, ad: GoldenAd): ProductAd {
  const [low, mid, high] = ad.spend;
  return {
    id,
    sku: {
      id,
      available: ad.available,
      backorder: ad.backorder ?? false,
      organicDemand: { meanPerDay: ad.organicPerDay, dispersion: ad.dispersion ?? 0.2 },
      resupplyInDays: ad.resupplyDays,
      marginMinorPerUnit: ad.margin,
      priceMinor: ad.price,
    },
    state: ad.state ?? "enabled",
    pausedByPlimsoll: ad.ours ?? false,
    hoursSinceToggle: ad.hours ?? null,
    spendMinorPerDay: { low, mid, high },
    adUnitsPerDay: ad.unitsPerDay,
  };
}

/** A decision in the words of the golden cases. */
export function sentencesOf(decision: CampaignDecision): GoldenAdCase["expect"] {
  const words = (code: string) => code.replaceAll("_", " ");
  const wait = (hours: number) => (hours > 0 ? `, ${hours} h to wait` : "");
  const worth = ({ lowMinor, midMinor, highMinor }: CampaignDecision["valuePerDay"]) =>
    `${midMinor} (${lowMinor} to ${highMinor}) a day`;
  return {
    campaign:
      `${decision.verdict}: ${words(decision.reason)}${wait(decision.waitHours)}; ` +
      `worth ${worth(decision.valuePerDay)}; sales at risk ${decision.salesAtRiskMinorPerDay} a day`,
    ads: decision.ads.map((ad) => {
      const told = (share: number | null) => (share === null ? "unknown" : share.toFixed(3));
      return (
        `${ad.adId}: ${ad.verdict}, ${words(ad.reason)}${wait(ad.waitHours)}; sells out without it with ${told(ad.probability)}, ` +
        `displaces ${told(ad.displacedShare)}, paused above ${ad.pauseAbove.toFixed(3)}; worth ${worth(ad.valuePerDay)}`
      );
    }),
  };
}
