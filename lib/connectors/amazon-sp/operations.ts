import type { Limit } from "../live-contract";

/** Rate a second and burst of every operation used, as its description in Amazon's model states them. */
const usagePlans = {
  getOrders: [0.0167, 20],
  getOrderV0: [0.5, 30],
  getOrderItems: [0.5, 30],
  searchOrders: [0.0056, 20],
  getOrder: [0.5, 30],
  getInventorySummaries: [2, 2],
  getListingsItem: [5, 10],
  searchListingsItems: [5, 5],
  patchListingsItem: [5, 5],
  createReport: [0.0167, 15],
  getReport: [2, 15],
  getReports: [0.0222, 10],
  getReportDocument: [0.0167, 15],
  getSubscription: [1, 5],
  createSubscription: [1, 5],
  deleteSubscriptionById: [1, 5],
  getMarketplaceParticipations: [0.016, 15],
  listInboundPlans: [2, 6],
  createInboundPlan: [2, 2],
  getInboundPlan: [2, 6],
  cancelInboundPlan: [2, 2],
  listInboundPlanItems: [2, 6],
  generatePackingOptions: [2, 2],
  listPackingOptions: [2, 6],
  confirmPackingOption: [2, 2],
  generatePlacementOptions: [2, 2],
  listPlacementOptions: [2, 6],
  confirmPlacementOption: [2, 2],
  generateTransportationOptions: [2, 2],
  listTransportationOptions: [2, 6],
  confirmTransportationOptions: [2, 2],
  getShipment: [2, 6],
  getInboundOperationStatus: [2, 6],
} as const satisfies Record<string, readonly [perSecond: number, burst: number]>;

/**
 * An operation as its bucket is named. Two versions of the orders interface have a getOrder of their own; the older one
 * is `getOrderV0`.
 */
export type Operation = keyof typeof usagePlans;

export const limits: readonly Limit[] = Object.entries(usagePlans).map(([bucket, [perSecond, burst]]) => ({
  bucket,
  perSecond,
  burst,
}));

/** Requests a second that the model states for an operation. */
export const usualRate = (operation: Operation): number => usagePlans[operation][0];
