import { z } from "zod";
import { maybe, pagination, whole } from "./shared";

/** Fulfillment Inbound 2024-03-20. Writes are taken on with 202 and finish as an operation that is asked after. */
export const createdPlan = z.object({ inboundPlanId: z.string().min(1), operationId: z.string().min(1) });
export const startedOperation = z.object({ operationId: z.string().min(1) });

export const operationStatus = z.object({
  operationId: z.string(),
  operation: z.string(),
  operationStatus: z.enum(["SUCCESS", "FAILED", "IN_PROGRESS"]),
  operationProblems: z.array(
    z.object({ code: z.string(), message: z.string(), severity: z.string(), details: maybe(z.string()) }),
  ),
});

const planSummary = z.object({
  inboundPlanId: z.string(),
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  lastUpdatedAt: z.string(),
});
export type PlanSummary = z.output<typeof planSummary>;

export const planList = z.object({
  inboundPlans: maybe(z.array(planSummary)),
  pagination: maybe(pagination),
});

const option = z.object({ status: z.string() });
export const plan = planSummary.extend({
  packingOptions: maybe(z.array(option.extend({ packingOptionId: z.string() }))),
  placementOptions: maybe(z.array(option.extend({ placementOptionId: z.string() }))),
  shipments: maybe(z.array(z.object({ shipmentId: z.string(), status: z.string() }))),
});
export type Plan = z.output<typeof plan>;

export const planItems = z.object({
  items: z.array(z.object({ msku: z.string(), quantity: whole })),
  pagination: maybe(pagination),
});

const incentive = z.object({ value: z.object({ amount: z.number(), code: z.string() }) });
const offered = option.extend({ fees: z.array(incentive), discounts: z.array(incentive) });

const packingOption = offered.extend({ packingOptionId: z.string() });
export const packingOptions = z.object({
  packingOptions: z.array(packingOption),
  pagination: maybe(pagination),
});

const placementOption = offered.extend({ placementOptionId: z.string(), shipmentIds: z.array(z.string()) });
export const placementOptions = z.object({
  placementOptions: z.array(placementOption),
  pagination: maybe(pagination),
});

const transportationOption = z.object({
  transportationOptionId: z.string(),
  shipmentId: z.string(),
  shippingSolution: z.string(),
  shippingMode: z.string(),
  preconditions: z.array(z.string()),
});
export type TransportationOption = z.output<typeof transportationOption>;
export const transportationOptions = z.object({
  transportationOptions: z.array(transportationOption),
  pagination: maybe(pagination),
});

export const shipment = z.object({
  shipmentId: z.string(),
  placementOptionId: z.string(),
  status: maybe(z.string()),
  shipmentConfirmationId: maybe(z.string()),
  selectedTransportationOptionId: maybe(z.string()),
});
