import { type Answer, type Asked, invalid, listOf, momentOf, ok } from "./answer";
import { cutPage } from "./paging";
import { type AmazonState, type Shelf, stamp } from "./state";

/** Seconds that Amazon's paging token of this operation is good for. */
const tokenSeconds = 30;

/** FBA inventory: getInventorySummaries. */
export function getInventorySummaries(state: AmazonState, { query }: Asked): Answer {
  const places = listOf(query, "marketplaceIds");
  if (query.get("granularityType") !== "Marketplace" || !query.get("granularityId"))
    return invalid("granularityType and granularityId are needed.");
  if (places.length !== 1) return invalid("marketplaceIds holds exactly one id.");
  if (places[0] !== state.options.marketplaceId)
    return invalid("marketplaceIds holds an id this seller does not sell in.");
  const since = momentOf(query, "startDateTime");
  if (Number.isNaN(since)) return invalid("startDateTime is not in ISO 8601 format.");
  const skus = listOf(query, "sellerSkus");
  if (skus.length > 50) return invalid("sellerSkus holds at most 50.");
  const page = cutPage(state, {
    question: `inventory ${query.get("startDateTime")} ${skus.join(",")}`,
    token: query.get("nextToken"),
    perPage: state.options.summariesPerPage,
    livesSeconds: tokenSeconds,
    rows: () =>
      [...state.shelves]
        .filter(([sku, shelf]) =>
          since !== null ? shelf.changedAt >= since : skus.length === 0 || skus.includes(sku),
        )
        .map(([sku]) => sku)
        .sort(),
  });
  if (!page) return invalid("nextToken has expired or does not belong to this question.");
  const detailed = query.get("details") === "true";
  return ok({
    payload: {
      granularity: { granularityType: "Marketplace", granularityId: places[0] },
      inventorySummaries: page.rows.flatMap((sku) => {
        const shelf = state.shelves.get(sku);
        return shelf ? [summaryOf(state, sku, shelf, detailed)] : [];
      }),
    },
    ...(page.next ? { pagination: { nextToken: page.next } } : {}),
  });
}

function summaryOf(state: AmazonState, sku: string, shelf: Shelf, detailed: boolean) {
  const inbound = shelf.working + shelf.shipped + shelf.receiving;
  const offer = state.offers.get(sku);
  return {
    asin: offer?.asin ?? "B000000000",
    fnSku: `X00${sku}`.slice(0, 10),
    sellerSku: sku,
    condition: "NewItem",
    ...(detailed
      ? {
          inventoryDetails: {
            fulfillableQuantity: shelf.fulfillable,
            inboundWorkingQuantity: shelf.working,
            inboundShippedQuantity: shelf.shipped,
            inboundReceivingQuantity: shelf.receiving,
            reservedQuantity: {
              totalReservedQuantity: shelf.reserved,
              pendingCustomerOrderQuantity: shelf.reserved,
              pendingTransshipmentQuantity: 0,
              fcProcessingQuantity: 0,
            },
            researchingQuantity: {
              totalResearchingQuantity: shelf.researching,
              researchingQuantityBreakdown: [],
            },
            unfulfillableQuantity: { totalUnfulfillableQuantity: shelf.unfulfillable },
          },
        }
      : {}),
    lastUpdatedTime: stamp(shelf.changedAt),
    productName: offer?.title ?? sku,
    totalQuantity: shelf.fulfillable + shelf.reserved + shelf.unfulfillable + shelf.researching + inbound,
  };
}
