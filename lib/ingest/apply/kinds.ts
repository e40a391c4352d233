import type { Kind } from "@/lib/ingest/schemas/index";
import { applyAdSpend } from "./apply-ad-spend";
import { applyCampaigns } from "./apply-campaigns";
import { applyChannels } from "./apply-channels";
import { applyLanes } from "./apply-lanes";
import { applyListings } from "./apply-listings";
import { applyLocations } from "./apply-locations";
import { applyProductAds } from "./apply-product-ads";
import { applyReturns } from "./apply-returns";
import { applySkus } from "./apply-skus";
import type { KindApplier } from "./contract";

/** Who writes which kind. Stock and orders have paths of their own: levels and documents. */
export const kindAppliers: Record<Exclude<Kind, "stock" | "orders">, KindApplier> = {
  skus: applySkus,
  locations: applyLocations,
  lanes: applyLanes,
  channels: applyChannels,
  listings: applyListings,
  returns: applyReturns,
  campaigns: applyCampaigns,
  "product-ads": applyProductAds,
  "ad-spend": applyAdSpend,
};
