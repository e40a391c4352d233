import type { Db } from "@/db/client";
import { randomStream } from "../company/random";
import { LIVE_ADS_ZONE } from "../company/write/ads";
import { startAmazonAds } from "../live/amazon-ads/server";
import type { SpentDay } from "../live/amazon-ads/state";
import type { LiveAds } from "./ad-platform";
import { connectShop, keptSecret, playable } from "./connect";

const KEY = "amazon-ads-us";
const NAME = "Harbour & Pine";
const PROFILE_ID = "3187245610094";
const DAY_MS = 86_400_000;
/** Nothing changed for so long that its age says nothing about lag. */
const UNCHANGED_DAYS = 45;
const SPENT_DAYS = 45;

const states = { enabled: "ENABLED", paused: "PAUSED", ended: "ARCHIVED" } as const;
type State = keyof typeof states;

/** Plays the company's account at Amazon Ads; null when the sample company has no such connection. */
export async function playAmazonAdsUs(db: Db, secrets: Record<string, string>): Promise<LiveAds | null> {
  if (!(await playable(db, KEY, "amazon_ads"))) return null;
  const ads = await loadAds(db);
  const campaigns = await loadCampaigns(db);
  const clientId = "amzn1.application-oa2-client.sample";
  const grant = {
    clientSecret: keptSecret(secrets, `${KEY}/app`),
    refreshToken: `Atzr|${keptSecret(secrets, `${KEY}/grant`)}`,
  };
  const server = await startAmazonAds({
    credentials: { clientId, ...grant },
    profile: {
      profileId: PROFILE_ID,
      name: NAME,
      countryCode: "US",
      currencyCode: "USD",
      timeZone: LIVE_ADS_ZONE,
    },
    campaigns: campaigns.map(({ state, budgetMinorPerDay, ...campaign }) => ({
      ...campaign,
      budgetPerDay: budgetMinorPerDay / 100,
      state: states[state],
    })),
    productAds: ads.map(({ adId, campaignId, sku, asin, state }) => ({
      adId,
      campaignId,
      adGroupId: `${Number(campaignId) + 1}`,
      sku,
      ...(asin === null ? {} : { asin }),
      state: states[state],
    })),
    spent: await loadSpent(db),
    changedAt: new Date(Date.now() - UNCHANGED_DAYS * DAY_MS),
  });
  await connectShop(db, {
    key: KEY,
    vendor: "amazon_ads",
    account: NAME,
    origin: server.origin,
    settings: { region: "na", profileId: PROFILE_ID, clientId, channel: "amazon-us" },
    secrets: { webhookSecret: keptSecret(secrets, `${KEY}/webhooks`), ...grant },
    scopes: ["advertising::campaign_management"],
    streams: { campaigns: 120, product_ads: 120, ad_spend: 600 },
  });
  const random = randomStream(String(Date.now()), KEY);
  return {
    key: KEY,
    faults: server.faults,
    spend: (spanMs, empty) => {
      for (const ad of ads) {
        if (empty.has(ad.adId)) continue;
        const clicks = random.poisson((ad.spendMinorPerDay * spanMs) / DAY_MS / ad.clickMinor);
        const units = random.poisson(clicks * 0.06);
        if (clicks > 0)
          server.accrue(ad.adId, {
            at: new Date(),
            spendMinor: Math.round(clicks * ad.clickMinor * random.between(0.85, 1.15)),
            impressions: clicks * random.int(60, 140),
            clicks,
            units,
            salesMinor: units * ad.priceMinor,
          });
      }
    },
    switchByHand: (level, externalId, state) => {
      if (server.stateOf(level, externalId) === null) return false;
      server.setState(level, externalId, states[state]);
      return true;
    },
    stop: server.stop,
  };
}

interface Campaign {
  campaignId: string;
  name: string;
  state: State;
  budgetMinorPerDay: number;
}

const loadCampaigns = (db: Db): Promise<Campaign[]> => db<Campaign[]>`
  select c.external_id as "campaignId", c.name, c.state, coalesce(c.budget_minor_per_day, 0) as "budgetMinorPerDay"
  from campaign c join connection k on k.id = c.connection_id where k.key = ${KEY} order by c.id`;

interface Ad {
  adId: string;
  campaignId: string;
  sku: string;
  asin: string | null;
  state: State;
  spendMinorPerDay: number;
  clickMinor: number;
  priceMinor: number;
}

const loadAds = (db: Db): Promise<Ad[]> => db<Ad[]>`
  with spend as (
    select product_ad_id, sum(spend_minor)::float8 / 14 as a_day, sum(spend_minor)::float8 / greatest(sum(clicks), 1) as click
    from ad_spend where starts_at > now() - interval '14 days' group by 1)
  select p.external_id as "adId", c.external_id as "campaignId", s.code as sku, l.external_id as asin, p.state,
    coalesce(x.a_day, 500) as "spendMinorPerDay", greatest(coalesce(x.click, 50), 1) as "clickMinor",
    coalesce(round(l.price * 100), 2000)::int as "priceMinor"
  from product_ad p join campaign c on c.id = p.campaign_id join connection k on k.id = c.connection_id join sku s on s.id = p.sku_id
  left join lateral (select external_id, price from listing l where l.sku_id = p.sku_id and l.channel_id = c.channel_id limit 1) l on true
  left join spend x on x.product_ad_id = p.id
  where k.key = ${KEY} order by p.id`;

const loadSpent = (db: Db): Promise<SpentDay[]> => db<SpentDay[]>`
  select p.external_id as "adId", c.external_id as "campaignId", (a.starts_at at time zone ${LIVE_ADS_ZONE})::date::text as date,
    a.spend_minor as "spendMinor", a.impressions, a.clicks, a.attributed_units as units, a.attributed_sales_minor as "salesMinor"
  from ad_spend a join product_ad p on p.id = a.product_ad_id join campaign c on c.id = p.campaign_id join connection k on k.id = c.connection_id
  where k.key = ${KEY} and a.grain = 'day' and a.starts_at > now() - make_interval(days => ${SPENT_DAYS})`;
