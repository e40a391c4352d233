import type { z } from "zod";
import { adGroup, campaign, productAd } from "./wire-types";

interface EntitySpec<T> {
  path: string;
  mediaType: string;
  bucket: string;
  /** Key of the list in requests and answers. */
  list: string;
  /** Key of one of them in a 207. */
  one: string;
  idKey: string;
  idFilter: string;
  schema: z.ZodType<T>;
}

const spec = <T>(given: EntitySpec<T>): EntitySpec<T> => given;

/** The three things of Sponsored Products that are read and switched; all share one form of request. */
export const campaigns = spec({
  path: "/sp/campaigns",
  mediaType: "application/vnd.spCampaign.v3+json",
  bucket: "campaigns",
  list: "campaigns",
  one: "campaign",
  idKey: "campaignId",
  idFilter: "campaignIdFilter",
  schema: campaign,
});

export const adGroups = spec({
  path: "/sp/adGroups",
  mediaType: "application/vnd.spAdGroup.v3+json",
  bucket: "ad_groups",
  list: "adGroups",
  one: "adGroup",
  idKey: "adGroupId",
  idFilter: "adGroupIdFilter",
  schema: adGroup,
});

export const productAds = spec({
  path: "/sp/productAds",
  mediaType: "application/vnd.spProductAd.v3+json",
  bucket: "product_ads",
  list: "productAds",
  one: "productAd",
  idKey: "adId",
  idFilter: "adIdFilter",
  schema: productAd,
});

export type Entity<T> = EntitySpec<T>;
