import type { Tx } from "@/db/client";
import { startOfDayMs } from "@/lib/core/zones";
import { type Campaign, isLivePlatform, type ProductAd, UNITS_PER_CLICK } from "../campaigns";
import { connections } from "../connections";
import { type CopyValue, copyRows } from "../copy";
import { overlapMs } from "../outage-times";
import { type Random, randomStream } from "../random";
import type { Rates } from "../rates";
import type { SimulatedCompany } from "../simulate";
import { DAY_MS, HOUR_MS } from "../types";

/** Hours are kept this long; before that, days. */
const HOURLY_DAYS = 30;
/** Of the advertiser whose platform is live. */
export const LIVE_ADS_ZONE = "America/Los_Angeles";
const hourShare = [2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 7, 7, 6, 5, 3].map(
  (weight) => weight / 100,
);

/** Campaigns, their ads and what they spent; sums a day follow by the table's own trigger. */
export async function writeAds(
  tx: Tx,
  company: SimulatedCompany,
  campaigns: readonly Campaign[],
  rates: Rates,
): Promise<void> {
  const readAt = (connection: number) =>
    new Date(company.now.getTime() - (connections[connection - 1]?.confirmedAgoMs ?? 0));
  await copyRows(
    tx,
    "campaign",
    [
      "id",
      "connection_id",
      "external_id",
      "channel_id",
      "kind",
      "name",
      "state",
      "currency",
      "budget_minor_per_day",
      "state_as_of",
      "simulated",
    ],
    campaigns.map((c) => [
      c.id,
      c.connection,
      c.externalId,
      c.channel + 1,
      c.kind,
      c.name,
      c.state,
      c.currency,
      c.budgetMinorPerDay,
      readAt(c.connection),
      true,
    ]),
  );
  await copyRows(
    tx,
    "product_ad",
    ["id", "campaign_id", "sku_id", "external_id", "state", "toggled_at", "state_as_of", "simulated"],
    campaigns.flatMap((c) =>
      c.ads.map((ad) => {
        const last = ad.pauses.at(-1);
        const toggled = last === undefined ? null : new Date(ad.state === "paused" ? last.from : last.until);
        return [ad.id, c.id, ad.listing.sku.id, ad.externalId, ad.state, toggled, readAt(c.connection), true];
      }),
    ),
  );
  await copyRows(
    tx,
    "ad_spend",
    [
      "product_ad_id",
      "starts_at",
      "grain",
      "currency",
      "spend_minor",
      "spend_base_minor",
      "impressions",
      "clicks",
      "attributed_units",
      "attributed_sales_minor",
      "attributed_sales_base_minor",
      "read_at",
      "simulated",
    ],
    spendRows(company, campaigns, rates),
  );
}

function* spendRows(
  company: SimulatedCompany,
  campaigns: readonly Campaign[],
  rates: Rates,
): Generator<CopyValue[]> {
  const random = randomStream(company.seed, "spend");
  const today = Math.floor(company.now.getTime() / DAY_MS) * DAY_MS;
  const firstHour = today - (HOURLY_DAYS - 1) * DAY_MS;
  for (const campaign of campaigns) {
    const read = company.now.getTime() - (connections[campaign.connection - 1]?.confirmedAgoMs ?? 0);
    const key = connections[campaign.connection - 1]?.key ?? "";
    for (const ad of campaign.ads) {
      if (isLivePlatform(key)) {
        yield* reportedDays(ad, company, random, rates);
        continue;
      }
      for (let at = company.firstDayMs; at < firstHour; at += DAY_MS) {
        const row = spendOf(ad, at, DAY_MS, 1, random, rates, read);
        if (row) yield row;
      }
      for (let at = firstHour; at + HOUR_MS <= read; at += HOUR_MS) {
        const row = spendOf(
          ad,
          at,
          HOUR_MS,
          hourShare[new Date(at).getUTCHours()] ?? 0.04,
          random,
          rates,
          read,
        );
        if (row) yield row;
      }
    }
  }
}

/** What an ad spent as a platform's reports say it: by days of the account's own time zone, today's until now. */
function* reportedDays(
  ad: ProductAd,
  company: SimulatedCompany,
  random: Random,
  rates: Rates,
): Generator<CopyValue[]> {
  const now = company.now.getTime();
  for (let day = company.firstDayMs; day < now; day += DAY_MS) {
    const from = startOfDayMs(new Date(day).toISOString().slice(0, 10), LIVE_ADS_ZONE);
    const row =
      from < now && spendOf(ad, from, DAY_MS, Math.min(1, (now - from) / DAY_MS), random, rates, now);
    if (row) yield row;
  }
}

/** What one ad spent in one hour or day; null while it was paused or the platform had stopped it. */
function spendOf(
  ad: ProductAd,
  at: number,
  lengthMs: number,
  share: number,
  random: Random,
  rates: Rates,
  read: number,
): CopyValue[] | null {
  const { campaign, listing } = ad;
  const buyable = 1 - overlapMs(ad.unbuyable, at, at + lengthMs) / lengthMs;
  const running = 1 - overlapMs(ad.pauses, at, at + lengthMs) / lengthMs;
  const wanted =
    ad.spendMinorPerDay *
    share *
    running *
    (campaign.stopsWhenEmpty ? buyable : 1) *
    random.logNormal(lengthMs === DAY_MS ? 0.2 : 0.45);
  const clicks = Math.round(wanted / ad.clickMinor + random.next() - 0.5);
  if (clicks <= 0) return null;
  const spend = Math.round(clicks * ad.clickMinor * random.between(0.85, 1.15));
  const units = random.poisson(clicks * UNITS_PER_CLICK * buyable);
  const sales = units * listing.priceMinor;
  return [
    ad.id,
    new Date(at),
    lengthMs === DAY_MS ? "day" : "hour",
    campaign.currency,
    spend,
    rates.toBaseMinor(spend, campaign.currency, at),
    Math.round(
      clicks * random.between(60, 140) * (ad.searched && at >= ad.searched.from ? ad.searched.times : 1),
    ),
    clicks,
    units,
    sales,
    rates.toBaseMinor(sales, campaign.currency, at),
    new Date(Math.min(read, at + lengthMs + 3 * HOUR_MS)),
    true,
  ];
}
