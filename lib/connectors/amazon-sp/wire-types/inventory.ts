import { z } from "zod";
import { maybe, pagination, whole } from "./shared";

/** FBA inventory summaries with `details=true`. */
const summary = z.object({
  asin: maybe(z.string()),
  fnSku: maybe(z.string()),
  sellerSku: maybe(z.string()),
  inventoryDetails: maybe(
    z.object({
      fulfillableQuantity: maybe(whole),
      inboundWorkingQuantity: maybe(whole),
      inboundShippedQuantity: maybe(whole),
      inboundReceivingQuantity: maybe(whole),
      reservedQuantity: maybe(
        z.object({
          totalReservedQuantity: maybe(whole),
          pendingCustomerOrderQuantity: maybe(whole),
          pendingTransshipmentQuantity: maybe(whole),
          fcProcessingQuantity: maybe(whole),
        }),
      ),
      researchingQuantity: maybe(z.object({ totalResearchingQuantity: maybe(whole) })),
      unfulfillableQuantity: maybe(z.object({ totalUnfulfillableQuantity: maybe(whole) })),
    }),
  ),
  lastUpdatedTime: maybe(z.string()),
  totalQuantity: maybe(whole),
});
export type InventorySummary = z.output<typeof summary>;

export const inventoryAnswer = z.object({
  payload: z.object({ inventorySummaries: z.array(summary) }),
  pagination: maybe(pagination),
});
