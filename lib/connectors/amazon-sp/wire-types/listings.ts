import { z } from "zod";
import { decimal, maybe, pagination, whole } from "./shared";

const issue = z.object({
  code: z.string(),
  message: z.string(),
  severity: z.string(),
  attributeNames: maybe(z.array(z.string())),
  categories: maybe(z.array(z.string())),
  enforcements: maybe(z.object({ actions: maybe(z.array(z.object({ action: z.string() }))) })),
  marketplaceIds: maybe(z.array(z.string())),
});
export type Issue = z.output<typeof issue>;

/** Listings Items 2021-08-01. */
export const listingItem = z.object({
  sku: z.string().min(1),
  summaries: maybe(
    z.array(
      z.object({
        marketplaceId: z.string(),
        asin: maybe(z.string()),
        productType: maybe(z.string()),
        status: maybe(z.array(z.string())),
        fnSku: maybe(z.string()),
        itemName: maybe(z.string()),
        lastUpdatedDate: maybe(z.string()),
      }),
    ),
  ),
  offers: maybe(
    z.array(
      z.object({
        marketplaceId: z.string(),
        offerType: z.string(),
        price: z.object({ currencyCode: z.string(), amount: decimal }),
      }),
    ),
  ),
  fulfillmentAvailability: maybe(
    z.array(z.object({ fulfillmentChannelCode: z.string(), quantity: maybe(whole) })),
  ),
  issues: maybe(z.array(issue)),
  productTypes: maybe(z.array(z.object({ marketplaceId: z.string(), productType: z.string() }))),
});
export type ListingItem = z.output<typeof listingItem>;

export const listingSearchAnswer = z.object({
  numberOfResults: whole,
  items: z.array(listingItem),
  pagination: maybe(pagination),
});

export const listingSubmission = z.object({
  sku: z.string(),
  status: z.enum(["ACCEPTED", "INVALID", "VALID"]),
  submissionId: z.string(),
  issues: maybe(z.array(issue)),
});
