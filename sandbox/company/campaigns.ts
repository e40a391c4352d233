import { isLive } from "@/lib/ingest/sync/vendors";
import { channels } from "./channels";
import { connectionId, connections } from "./connections";
import { type Span, unbuyableSpans } from "./outage-times";
import { randomStream } from "./random";
import type { SimulatedCompany } from "./simulate";
import { DAY_MS, HOUR_MS, type Listing } from "./types";

export interface ProductAd {
  id: number;
  campaign: Campaign;
  listing: Listing;
  externalId: string;
  /** Cents of the campaign's currency on an ordinary day. */
  spendMinorPerDay: number;
  clickMinor: number;
  /** More is searched for it from a moment on: times as many impressions, which its budget does not pay for. */
  searched: { from: number; times: number } | null;
  /** Times in which nobody could buy what it shows. */
  unbuyable: Span[];
  /** Times in which Plimsoll had paused it; the last may go on until now. */
  pauses: Span[];
  state: "enabled" | "paused";
}

export interface Campaign {
  id: number;
  connection: number;
  channel: number;
  kind: string;
  stopsWhenEmpty: boolean;
  name: string;
  externalId: string;
  currency: string;
  state: "enabled" | "paused" | "ended";
  budgetMinorPerDay: number;
  ads: ProductAd[];
}

/** Of an ad's clicks, how many end in a sale. */
export const UNITS_PER_CLICK = 0.062;

/** Platform, shop, kind of ad, campaigns and ads in each. */
const plan = [
  ["amazon-ads-us", "amazon-us", "sponsored_products", "Sponsored Products", 6, 5, true],
  ["amazon-brands-us", "amazon-us", "sponsored_brands", "Sponsored Brands", 2, 5, false],
  ["amazon-brands-us", "amazon-us", "sponsored_display", "Sponsored Display", 1, 4, true],
  ["amazon-ads-de", "amazon-de", "sponsored_products", "Sponsored Products DE", 3, 5, true],
  ["amazon-ads-de", "amazon-de", "sponsored_brands", "Sponsored Brands DE", 1, 4, false],
  ["google-us", "shop-us", "google_shopping", "Shopping US", 4, 5, false],
  ["meta-us", "shop-us", "meta_advantage_plus", "Advantage+ US", 3, 5, false],
  ["tiktok-ads-uk", "tiktok-uk", "tiktok_shop", "TikTok Shop Ads", 3, 4, false],
  ["google-tw", "shop-tw", "google_shopping", "Shopping TW", 2, 5, false],
  ["lazada-ads-sg", "lazada-sg", "lazada_sponsored", "Sponsored Discovery", 2, 4, false],
] as const;

/** Whether its ads are read from the platform itself, which numbers them and reports spend by day. */
export const isLivePlatform = (connectionKey: string): boolean =>
  isLive(connections[connectionId(connectionKey) - 1]?.vendor ?? "");

/** Campaigns of several kinds over what sells best, a few of them for products that have run out. */
export function makeCampaigns(company: SimulatedCompany): Campaign[] {
  const random = randomStream(company.seed, "campaigns");
  const spansOf = unbuyableSpans(company);
  const now = company.now.getTime();
  const campaigns: Campaign[] = [];
  let adId = 0;
  for (const [platform, shop, kind, label, count, size, stopsWhenEmpty] of plan) {
    const channel = channels.findIndex(({ code }) => code === shop);
    const active = company.listings.filter(
      (l) =>
        l.channel === channel && l.unitsPerDay > 0.12 && l.sku.launchDay === 0 && !isMisplaced(company, l),
    );
    const empty = active.filter((l) =>
      spansOf(l.sku.id, channel).some((s) => s.until === now && now - s.from > 5 * HOUR_MS),
    );
    const best = [...active].sort((a, b) => b.unitsPerDay - a.unitsPerDay).slice(0, 70);
    const used = new Set<number>();
    for (let no = 1; no <= count; no++) {
      const id = campaigns.length + 1;
      const category = random.pick(best).sku.category;
      const campaign: Campaign = {
        id,
        connection: connectionId(platform),
        channel,
        kind,
        stopsWhenEmpty,
        name: `${label}: ${category}`,
        externalId: isLivePlatform(platform)
          ? `${310_482_000_000_000 + id * 7_919}`
          : `CMP-${platform.toUpperCase()}-${100 + no + (kind === "sponsored_brands" ? 50 : kind === "sponsored_display" ? 80 : 0)}`,
        currency: channels[channel]?.currency ?? "USD",
        state: "enabled",
        budgetMinorPerDay: 0,
        ads: [],
      };
      for (let at = 0; at < size; at++) {
        const pool = [
          ...(at === 0 && !stopsWhenEmpty ? empty : best.filter((l) => l.sku.category === category)),
          ...best,
        ].filter((l) => !used.has(l.id));
        const listing =
          at === 0 && !stopsWhenEmpty ? (pool[0] ?? random.pick(active)) : random.pick(pool.slice(0, 12));
        used.add(listing.id);
        adId++;
        const spendMinorPerDay = Math.round(
          Math.max(
            listing.priceMinor * 0.12,
            listing.unitsPerDay * listing.priceMinor * 0.14 * random.logNormal(0.45),
          ),
        );
        // Every other campaign spends about all that it may.
        campaign.budgetMinorPerDay += Math.round(spendMinorPerDay * (id % 2 === 0 ? 1.1 : 1.6));
        campaign.ads.push({
          id: adId,
          campaign,
          listing,
          externalId: isLivePlatform(platform)
            ? `${420_917_000_000_000 + adId * 7_919}`
            : `AD-${platform.toUpperCase()}-${1000 + adId}`,
          spendMinorPerDay,
          clickMinor: Math.max(8, Math.round(listing.priceMinor * random.between(0.008, 0.022))),
          searched: null,
          unbuyable: spansOf(listing.sku.id, channel),
          pauses: [],
          state: "enabled",
        });
      }
      campaigns.push(campaign);
    }
  }
  const misplaced = ofMisplaced(company, campaigns, { adId: adId + 1, spansOf });
  if (misplaced) campaigns.push(misplaced);
  pauseInThePast(company, campaigns);
  return campaigns;
}

/** Units by the ad, of all that the place sells. */
const AD_SHARE = 0.5;

/** One cheap ad that spends all it may for what lies in the wrong place, and that more and more people search for. */
function ofMisplaced(
  company: SimulatedCompany,
  campaigns: readonly Campaign[],
  { adId, spansOf }: { adId: number; spansOf: (sku: number, channel: number) => Span[] },
): Campaign | null {
  const listing = company.misplaced;
  const like = campaigns.findLast(
    ({ channel, kind }) => channel === listing?.channel && kind === "tiktok_shop",
  );
  if (!listing || !like) return null;
  const id = campaigns.length + 1;
  const clickMinor = Math.max(8, Math.round(listing.priceMinor * 0.005));
  const placeUnitsPerDay = company.listings
    .filter((one) => isMisplaced(company, one))
    .reduce((sum, one) => sum + one.unitsPerDay, 0);
  const spendMinorPerDay = Math.round(((AD_SHARE * placeUnitsPerDay) / UNITS_PER_CLICK) * clickMinor);
  const campaign: Campaign = {
    ...like,
    id,
    name: `TikTok Shop Ads: ${listing.sku.title}`,
    externalId: `CMP-TIKTOK-ADS-UK-${100 + id}`,
    state: "enabled",
    budgetMinorPerDay: Math.round(spendMinorPerDay * 1.1),
    ads: [],
  };
  campaign.ads.push({
    id: adId,
    campaign,
    listing,
    externalId: `AD-TIKTOK-ADS-UK-${1000 + adId}`,
    spendMinorPerDay,
    clickMinor,
    searched: { from: company.now.getTime() - 3 * DAY_MS, times: 2.4 },
    unbuyable: spansOf(listing.sku.id, listing.channel),
    pauses: [],
    state: "enabled",
  });
  return campaign;
}

/** Whether a listing is of what lies in the wrong place, on a channel served from there: it has an ad of its own. */
const isMisplaced = ({ misplaced }: SimulatedCompany, { sku, channel }: Listing): boolean =>
  misplaced !== null &&
  sku === misplaced.sku &&
  channels[channel]?.locations.join() === channels[misplaced.channel]?.locations.join();

/** Some ads of products that ran out were paused by Plimsoll and resumed when stock was back; two still are. */
function pauseInThePast(company: SimulatedCompany, campaigns: readonly Campaign[]): void {
  const random = randomStream(company.seed, "pauses");
  const now = company.now.getTime();
  let stillPaused = 0;
  for (const ad of campaigns.flatMap((campaign) => campaign.ads)) {
    if (ad.campaign.stopsWhenEmpty || ad.campaign.kind === "meta_advantage_plus") continue;
    for (const span of ad.unbuyable) {
      const lasts = span.until === now;
      const isLong = span.until - span.from >= 1.5 * DAY_MS && now - span.from <= 85 * DAY_MS;
      const missed = random.chance(0.4);
      if (!lasts && (missed || !isLong)) continue;
      const since = Math.max(span.from, now - 60 * DAY_MS);
      const from = since + Math.floor(random.between(0.6, 7) * HOUR_MS);
      if (lasts && (stillPaused >= 2 || now - from < 20 * HOUR_MS)) continue;
      if (lasts) {
        stillPaused++;
        ad.state = "paused";
      }
      ad.pauses.push({
        from,
        until: lasts ? now : span.until + Math.floor(random.between(0.4, 3) * HOUR_MS),
      });
    }
    ad.pauses = ad.pauses.filter((pause) => pause.until <= now);
  }
}
