/** How much a workspace holds. */
export interface WorkspaceSize {
  skus: number;
  locations: number;
  orders: number;
  listings: number;
  campaigns: number;
  /** Four a campaign. */
  productAds: number;
  /** Rows of spend an ad: days first, then hours. */
  spendDays: number;
  spendHours: number;
}

const m: WorkspaceSize = {
  skus: 10_000,
  locations: 12,
  orders: 625_000,
  listings: 20_000,
  campaigns: 500,
  productAds: 2_000,
  spendDays: 28,
  spendHours: 72,
};

/** M: 10,000 SKUs × 12 locations, 1 M order lines, 20,000 listings, 500 campaigns, 200,000 spend rows; L: ten times M in all but locations. */
export const sizes: Record<"M" | "L", WorkspaceSize> = {
  M: m,
  L: { ...m, skus: 100_000, orders: 6_250_000, listings: 200_000, campaigns: 5_000, productAds: 20_000 },
};

/** Order lines are written this many orders at a time, so that no statement holds more in memory. */
export const ORDERS_A_BATCH = 400_000;
