import { amazonAdsConnector } from "@/lib/connectors/amazon-ads/provider";
import { amazonSpConnector } from "@/lib/connectors/amazon-sp/provider";
import { wideRates } from "@/lib/connectors/amazon-sp/testing/shop";
import { shopifyConnector } from "@/lib/connectors/shopify/provider";
import { woocommerceConnector } from "@/lib/connectors/woocommerce/provider";
import { startAmazonAds } from "@/sandbox/live/amazon-ads/server";
import { startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { startShopify } from "@/sandbox/live/shopify/start";
import { startWooCommerce } from "@/sandbox/live/woocommerce/server";
import { harbourConnector } from "./harbour-connector";
import { harbourCredentials, harbourWebhookSecret, startHarbour } from "./harbour-server";
import {
  type ConformanceSubject,
  quantityWrite,
  type StartedSubject,
  shopHappenings,
  subjectSkus,
} from "./subject";

const skus: readonly string[] = subjectSkus;

const harbour: ConformanceSubject = {
  connector: harbourConnector,
  start: async () => {
    const vendor = await startHarbour();
    for (const sku of skus) vendor.addSku(sku);
    const place = "HARBOUR-1";
    const write = quantityWrite(vendor, { sku: "CNF-1", place, named: place });
    return {
      vendor,
      settings: { clientId: harbourCredentials.clientId },
      secrets: { clientSecret: harbourCredentials.clientSecret, webhookSecret: harbourWebhookSecret },
      happenings: shopHappenings(vendor, { skus: skus.slice(1), place, currency: "GBP" }),
      settled: vendor.callBacksDone,
      write,
      tokensMade: vendor.tokensMade,
    };
  },
};

const shopify: ConformanceSubject = {
  connector: shopifyConnector,
  disturbs: true,
  start: async () => {
    const credentials = { clientId: "conformance-app", clientSecret: "conformance app's own secret" };
    const place = "NYC";
    const vendor = await startShopify({
      shop: "conformance.myshopify.com",
      currency: "USD",
      timeZone: "America/New_York",
      country: "US",
      ...credentials,
      locations: [{ name: place, country: "US" }],
      products: skus.map((sku) => ({ title: sku, variants: [{ sku, priceMinor: 1200 }] })),
      bulkSeconds: 0,
      restorePerSecond: 1000,
      retrySeconds: [],
    });
    const write = quantityWrite(vendor, { sku: "CNF-1", place, named: place });
    return {
      vendor,
      settings: { shop: "conformance.myshopify.com", clientId: credentials.clientId, channel: "web" },
      secrets: { clientSecret: credentials.clientSecret },
      happenings: shopHappenings(vendor, {
        skus: skus.slice(1),
        place,
        currency: "USD",
        numberOf: (n) => `#${1001 + n}`,
      }),
      settled: vendor.webhooksSettled,
      write,
      tokensMade: null,
    };
  },
};

const woocommerce: ConformanceSubject = {
  connector: woocommerceConnector,
  disturbs: true,
  start: async () => {
    const keys = { consumerKey: "ck_conformance", consumerSecret: "cs_conformance" };
    const vendor = await startWooCommerce({
      name: "Conformance",
      currency: "USD",
      country: "US",
      timeZone: "America/New_York",
      keys: [{ ...keys, permissions: "read_write" }],
      products: skus.map((sku) => ({ sku, title: sku, priceMinor: 1200, stock: 20 })),
      quotas: { requests: { perSecond: 200, burst: 100 } },
    });
    const write = quantityWrite(vendor, { sku: "CNF-1", place: "", named: null });
    return {
      vendor,
      settings: { address: vendor.origin, channel: "woo" },
      secrets: { ...keys, webhookSecret: "conformance signs webhooks with this" },
      happenings: shopHappenings(vendor, { skus: skus.slice(1), place: "", currency: "USD" }),
      settled: vendor.webhooksSettled,
      write,
      tokensMade: null,
    };
  },
};

const amazonSp: ConformanceSubject = {
  connector: amazonSpConnector,
  disturbs: true,
  start: async () => {
    const webhookSecret = `whsec_${Buffer.from("conformance signs notifications").toString("base64")}`;
    const vendor = await startAmazonSp({ rates: wideRates });
    for (const sku of skus.slice(0, 3)) vendor.setStock(sku, "FBA-US", 50);
    vendor.setStock("CNF-4", "merchant", 40);
    const write = quantityWrite(vendor, { sku: "CNF-4", place: "merchant", named: null });
    const { baseUrl: _, fbaLocation: __, ...settings } = vendor.settings;
    return {
      vendor,
      settings,
      secrets: { ...vendor.secrets, webhookSecret },
      happenings: shopHappenings(vendor, {
        ...{ skus: skus.slice(1, 3), place: "FBA-US", currency: "USD" },
        numberOf: (index) => `113-${String(1_000_000 + index)}-${String(2_000_000 + index)}`,
      }),
      settled: vendor.idle,
      write,
      tokensMade: () => vendor.counts().token?.requests ?? 0,
    };
  },
};

const amazonAds: ConformanceSubject = {
  connector: amazonAdsConnector,
  start: async () => {
    const credentials = {
      clientId: "amzn1.application-oa2-client.conformance",
      clientSecret: "conformance client secret",
      refreshToken: "Atzr|conformance",
    };
    const ads = ["8001", "8002", "8003"];
    const wide = { perSecond: 500, burst: 500 };
    const vendor = await startAmazonAds({
      credentials,
      profile: {
        ...{ profileId: "4001", name: "Conformance", countryCode: "US", currencyCode: "USD" },
        timeZone: "America/Los_Angeles",
      },
      campaigns: ["6001", "6002"].map((campaignId) => ({ campaignId, name: campaignId, budgetPerDay: 500 })),
      productAds: ads.map((adId, index) => ({
        adId,
        ...{ adGroupId: `70${index}`, campaignId: index < 2 ? "6001" : "6002", sku: skus[index] ?? "" },
      })),
      reportSeconds: 0,
      quotas: Object.fromEntries(
        ["login", "profiles", "campaigns", "ad_groups", "product_ads", "reports"].map((name) => [name, wide]),
      ),
    });
    const data = { level: "product_ad", externalId: "8001", campaignExternalId: "6001" } as const;
    return {
      vendor,
      settings: { region: "NA", profileId: "4001", clientId: credentials.clientId },
      secrets: { clientSecret: credentials.clientSecret, refreshToken: credentials.refreshToken },
      happenings: [
        (chance) =>
          vendor.setState("product_ad", ads[1 + (chance % 2)] ?? "", chance % 3 === 0 ? "PAUSED" : "ENABLED"),
        (chance) => vendor.setState("campaign", "6002", chance % 4 === 0 ? "PAUSED" : "ENABLED"),
        (chance) => {
          vendor.accrue(ads[1 + (chance % 2)] ?? "", {
            at: new Date(),
            ...{ spendMinor: chance % 300, impressions: chance, clicks: chance % 7, units: chance % 3 },
            salesMinor: (chance % 3) * 1200,
          });
        },
      ],
      settled: async () => {},
      write: {
        message: (id) => ({
          id,
          type: "ad.pause",
          data: { actionId: id, ...data, expectedState: "enabled" },
        }),
        outdated: null,
        subject: { subject: "ad", level: "product_ad", externalId: "8001" },
        before: "enabled",
        after: "paused",
      },
      tokensMade: () => vendor.counts().login?.requests ?? 0,
    } satisfies StartedSubject;
  },
};

/** Every registered connector with its server, and the plain one that the engine is proved with. */
export const conformanceSubjects: readonly ConformanceSubject[] = [
  harbour,
  shopify,
  woocommerce,
  amazonSp,
  amazonAds,
];
