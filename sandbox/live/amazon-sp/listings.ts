import { z } from "zod";
import { minorToDecimal } from "@/lib/core/money";
import { type Answer, type Asked, listOf, missing, momentOf, ok, problem } from "./answer";
import { cutPage } from "./paging";
import { type AmazonState, type Offer, stamp, vendorNow } from "./state";

const badRequest = (message: string): Answer => problem(400, "BAD_REQUEST", message);

/** Listings Items: getListingsItem. */
export function getListingsItem(state: AmazonState, asked: Asked): Answer {
  const offer =
    asked.segments[3] === state.options.sellerId ? state.offers.get(asked.segments[4] ?? "") : undefined;
  if (!offer) return missing("SKU not found in marketplace.");
  return ok(itemOf(state, offer, listOf(asked.query, "includedData")));
}

/** Listings Items: searchListingsItems. */
export function searchListingsItems(state: AmazonState, asked: Asked): Answer {
  const { query } = asked;
  if (asked.segments[3] !== state.options.sellerId)
    return badRequest("Merchant is not the one that granted access.");
  if (listOf(query, "marketplaceIds")[0] !== state.options.marketplaceId)
    return badRequest("Invalid marketplaceIds.");
  const since = momentOf(query, "lastUpdatedAfter");
  if (Number.isNaN(since)) return badRequest("lastUpdatedAfter is not in ISO 8601 format.");
  const skus = listOf(query, "identifiers");
  if (skus.length > 20) return badRequest("identifiers holds at most 20.");
  const perPage = Math.min(20, Number(query.get("pageSize") ?? 10));
  const rows = () =>
    [...state.offers.values()]
      .filter((offer) => skus.length === 0 || skus.includes(offer.sku))
      .filter((offer) => since === null || offer.changedAt >= since)
      .sort((a, b) => a.changedAt - b.changedAt || (a.sku < b.sku ? -1 : 1))
      .map((offer) => offer.sku);
  const page = cutPage(state, {
    question: `listings ${since} ${skus.join(",")}`,
    token: query.get("pageToken"),
    perPage,
    rows: () => rows().slice(0, 1_000),
  });
  if (!page) return badRequest("pageToken is not valid.");
  const included = listOf(query, "includedData");
  return ok({
    numberOfResults: rows().length,
    items: page.rows.flatMap((sku) => {
      const offer = state.offers.get(sku);
      return offer ? [itemOf(state, offer, included)] : [];
    }),
    ...(page.next ? { pagination: { nextToken: page.next } } : {}),
  });
}

const patchBody = z.object({
  productType: z.string().min(1),
  patches: z
    .array(
      z.object({
        op: z.enum(["add", "replace", "merge", "delete"]),
        path: z.literal("/attributes/fulfillment_availability"),
        value: z.array(
          z.object({ fulfillment_channel_code: z.string(), quantity: z.number().int().min(0).optional() }),
        ),
      }),
    )
    .min(1),
});

/** Listings Items: patchListingsItem, of the quantity only. */
export function patchListingsItem(state: AmazonState, asked: Asked): Answer {
  const offer = state.offers.get(asked.segments[4] ?? "");
  if (asked.segments[3] !== state.options.sellerId || !offer) return badRequest("Invalid input");
  const body = patchBody.safeParse(asked.body);
  if (!body.success || body.data.productType !== offer.productType) return badRequest("Invalid input");
  const wanted = body.data.patches[0]?.value.find((one) => one.fulfillment_channel_code === "DEFAULT");
  const submissionId = `sub-${++state.made}`;
  if (offer.byAmazon || wanted?.quantity === undefined) {
    const issues = [
      {
        code: "8560",
        message: "The fulfilment channel does not take a quantity.",
        severity: "ERROR",
        categories: [],
      },
    ];
    return ok({ sku: offer.sku, status: "INVALID", submissionId, issues });
  }
  const { quantity } = wanted;
  if (!state.faults.lie) {
    const apply = () => Object.assign(offer, { quantity, changedAt: vendorNow(state) });
    if (state.options.applySeconds > 0) setTimeout(apply, state.options.applySeconds * 1000).unref();
    else apply();
  }
  return ok({ sku: offer.sku, status: "ACCEPTED", submissionId, issues: [] });
}

const suppression = ({ suppressed }: Offer, marketplaceId: string) =>
  suppressed
    ? [
        {
          code: "18027",
          message: "This listing was removed from the site.",
          severity: "ERROR",
          categories: ["INVALID_ATTRIBUTE"],
          marketplaceIds: [marketplaceId],
          enforcements: { actions: [{ action: "LISTING_SUPPRESSED" }], exemption: { status: "NOT_EXEMPT" } },
        },
      ]
    : [];

function itemOf(state: AmazonState, offer: Offer, included: readonly string[]): Record<string, unknown> {
  const { marketplaceId, currency } = state.options;
  const parts = included.length === 0 ? ["summaries"] : included;
  const all: Record<string, unknown> = {
    summaries: [
      {
        marketplaceId,
        asin: offer.asin,
        productType: offer.productType,
        conditionType: "new_new",
        status: offer.buyable ? ["BUYABLE", "DISCOVERABLE"] : [],
        itemName: offer.title,
        createdDate: "2024-01-01T00:00:00Z",
        lastUpdatedDate: stamp(offer.changedAt),
      },
    ],
    offers:
      offer.priceMinor === null
        ? []
        : [
            {
              marketplaceId,
              offerType: "B2C",
              price: { currencyCode: currency, amount: minorToDecimal(offer.priceMinor, currency) },
            },
          ],
    fulfillmentAvailability: offer.byAmazon
      ? [{ fulfillmentChannelCode: "AMAZON_NA" }]
      : [
          {
            fulfillmentChannelCode: "DEFAULT",
            ...(offer.quantity === null ? {} : { quantity: offer.quantity }),
          },
        ],
    issues: [
      ...suppression(offer, marketplaceId),
      ...offer.missing.map((name) => ({
        code: "90220",
        message: `'${name}' is required but not supplied.`,
        severity: "ERROR",
        attributeNames: [name],
        categories: ["MISSING_ATTRIBUTE"],
        marketplaceIds: [marketplaceId],
      })),
    ],
    productTypes: [{ marketplaceId, productType: offer.productType }],
  };
  return {
    sku: offer.sku,
    ...Object.fromEntries(parts.filter((part) => part in all).map((part) => [part, all[part]])),
  };
}
