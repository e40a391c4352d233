import { z } from "zod";

/** What Amazon answers, read by parseExact: numbers are text here. Only what is used is named. */

export const loginAnswer = z.object({ access_token: z.string().min(1), expires_in: z.string() });
export const loginRefusal = z.object({ error: z.string(), error_description: z.string().optional() });

export const profile = z.object({
  profileId: z.string(),
  countryCode: z.string(),
  currencyCode: z.string(),
  timezone: z.string(),
  accountInfo: z
    .object({
      name: z.string().nullish(),
      type: z.string().nullish(),
      marketplaceStringId: z.string().nullish(),
    })
    .nullish(),
});
export type Profile = z.output<typeof profile>;
export const profiles = z.array(profile);

const extendedData = z
  .object({
    lastUpdateDateTime: z.string().nullish(),
    lastUpdateDate: z.string().nullish(),
    servingStatus: z.string().nullish(),
  })
  .nullish();

export const campaign = z.object({
  campaignId: z.string(),
  name: z.string(),
  state: z.string(),
  budget: z.object({ budget: z.string(), budgetType: z.string() }).nullish(),
  extendedData,
});
export type Campaign = z.output<typeof campaign>;

export const adGroup = z.object({
  adGroupId: z.string(),
  campaignId: z.string().nullish(),
  name: z.string().nullish(),
  state: z.string().nullish(),
  extendedData,
});
export type AdGroup = z.output<typeof adGroup>;

export const productAd = z.object({
  adId: z.string(),
  adGroupId: z.string(),
  campaignId: z.string(),
  state: z.string(),
  sku: z.string().nullish(),
  asin: z.string().nullish(),
  extendedData,
});
export type ProductAd = z.output<typeof productAd>;

export const listAnswer = z.object({ nextToken: z.string().nullish(), totalResults: z.string().nullish() });

/** A 207: what became of each entry of the request, by its place there. */
export const bulkAnswer = z.object({
  success: z.array(z.looseObject({ index: z.string() })).default([]),
  error: z
    .array(
      z.object({
        index: z.string(),
        errors: z
          .array(z.object({ errorType: z.string(), errorValue: z.unknown().optional() }))
          .nullish()
          .transform((errors) => errors ?? []),
      }),
    )
    .default([]),
});

export const report = z.object({
  reportId: z.string(),
  status: z.string(),
  url: z.string().nullish(),
  failureReason: z.string().nullish(),
  generatedAt: z.string().nullish(),
});
export type Report = z.output<typeof report>;

export const reportRows = z.array(
  z.object({
    date: z.string(),
    campaignId: z.string(),
    adId: z.string(),
    impressions: z.string().nullish(),
    clicks: z.string().nullish(),
    cost: z.string().nullish(),
    campaignBudgetCurrencyCode: z.string().nullish(),
    unitsSoldClicks7d: z.string().nullish(),
    unitsSoldClicks14d: z.string().nullish(),
    sales7d: z.string().nullish(),
    sales14d: z.string().nullish(),
  }),
);
export type ReportRow = z.output<typeof reportRows>[number];

/** Amazon's error bodies differ by service in what they call the sentence. */
export const errorAnswer = z.object({
  code: z.string().nullish(),
  message: z.string().nullish(),
  details: z.string().nullish(),
  detail: z.string().nullish(),
});
