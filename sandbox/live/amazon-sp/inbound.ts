import { z } from "zod";
import { type Answer, type Asked, ok } from "./answer";
import { badRequest, startOperation } from "./operations";
import { cutPage } from "./paging";
import { shelfOf } from "./shelves";
import { type AmazonState, type InboundPlan, longId, stamp, vendorNow } from "./state";

const filled = z.string().min(1);
const planBody = z.object({
  name: z.string().max(40).optional(),
  destinationMarketplaces: z.array(filled).length(1),
  sourceAddress: z.object({
    name: filled,
    addressLine1: filled,
    city: filled,
    postalCode: filled,
    countryCode: z.string().length(2),
    phoneNumber: filled,
  }),
  items: z
    .array(
      z.object({
        msku: filled,
        quantity: z.number().int().min(1).max(500_000),
        labelOwner: z.enum(["AMAZON", "SELLER", "NONE"]),
        prepOwner: z.enum(["AMAZON", "SELLER", "NONE"]),
      }),
    )
    .min(1)
    .max(2_000),
});

/** Fulfillment Inbound: createInboundPlan. An item that Amazon does not know fails later, in the operation. */
export function createInboundPlan(state: AmazonState, { body }: Asked): Answer {
  const wanted = planBody.safeParse(body);
  if (!wanted.success) return badRequest(`Invalid ${wanted.error.issues[0]?.path.join(".")} provided.`);
  const { name, destinationMarketplaces, items, sourceAddress } = wanted.data;
  if (destinationMarketplaces[0] !== state.options.marketplaceId)
    return badRequest("Invalid destinationMarketplace provided.");
  const strange = items.find(({ msku }) => !state.offers.has(msku));
  const now = vendorNow(state);
  const plan: InboundPlan = {
    id: longId(state, "wf"),
    name: name ?? `FBA (${stamp(now)})`,
    status: strange ? "ERRORED" : "ACTIVE",
    createdAt: now,
    changedAt: now,
    sourceAddress,
    items,
    packing: [],
    placement: [],
    transport: [],
    shipments: [],
  };
  if (!state.faults.lie) {
    state.plans.set(plan.id, plan);
    if (!strange) for (const { msku, quantity } of items) shelfOf(state, msku).working += quantity;
  }
  const broken = strange ? { code: "FBA_INB_0007", message: `The MSKU ${strange.msku} is not known.` } : null;
  return ok({ inboundPlanId: plan.id, operationId: startOperation(state, "createInboundPlan", broken) }, 202);
}

/** Fulfillment Inbound: listInboundPlans. */
export function listInboundPlans(state: AmazonState, { query }: Asked): Answer {
  const page = cutPage(state, {
    question: "plans",
    token: query.get("paginationToken"),
    perPage: Math.min(30, Number(query.get("pageSize") ?? 10)),
    rows: () => [...state.plans.keys()].reverse(),
  });
  if (!page) return badRequest("The pagination token is invalid.");
  const inboundPlans = page.rows.flatMap((id) => {
    const plan = state.plans.get(id);
    return plan ? [headOf(state, plan)] : [];
  });
  return ok({ inboundPlans, ...(page.next ? { pagination: { nextToken: page.next } } : {}) });
}

const headOf = (state: AmazonState, plan: InboundPlan) => ({
  inboundPlanId: plan.id,
  name: plan.name,
  status: plan.status,
  createdAt: stamp(plan.createdAt),
  lastUpdatedAt: stamp(plan.changedAt),
  marketplaceIds: [state.options.marketplaceId],
  sourceAddress: plan.sourceAddress,
});

/** Everything below one plan; null for a path that is none. */
export function planCall(
  state: AmazonState,
  asked: Asked,
): { operation: string; answer: () => Answer } | null {
  const [, , , , planId = "", ...rest] = asked.segments;
  const plan = state.plans.get(planId);
  const call = `${asked.method} ${rest.map((part, index) => (index % 2 === 1 && rest.length > 1 && part !== "confirmation" ? "*" : part)).join("/")}`;
  const found = planCalls[call];
  if (!found) return null;
  const [operation, act] = found;
  return {
    operation,
    answer: () =>
      plan ? act(state, plan, asked, rest) : badRequest("The requested inbound plan does not exist."),
  };
}

type Act = (state: AmazonState, plan: InboundPlan, asked: Asked, rest: readonly string[]) => Answer;

const changed = (state: AmazonState, plan: InboundPlan, name: string, act: () => void): Answer => {
  if (!state.faults.lie) {
    act();
    plan.changedAt = vendorNow(state);
  }
  return ok({ operationId: startOperation(state, name) }, 202);
};

const fee = (amount: number) =>
  amount === 0
    ? []
    : [
        {
          value: { amount, code: "USD" },
          type: "FEE",
          target: "Placement Services",
          description: "Placement",
        },
      ];

const planCalls: Record<string, readonly [operation: string, act: Act]> = {
  "GET ": [
    "getInboundPlan",
    (state, plan) => {
      const chosen = plan.placement.filter(({ status }) => status === "ACCEPTED");
      return ok({
        ...headOf(state, plan),
        packingOptions: plan.packing.map(({ id, status }) => ({ packingOptionId: id, status })),
        placementOptions: (chosen.length > 0 ? chosen : plan.placement).map(({ id, status }) => ({
          placementOptionId: id,
          status,
        })),
        shipments: plan.shipments.map(({ id, status }) => ({ shipmentId: id, status })),
      });
    },
  ],
  "GET items": [
    "listInboundPlanItems",
    (_state, plan) =>
      ok({
        items: plan.items.map((item) => ({
          ...item,
          asin: "B000000000",
          fnsku: `X00${item.msku}`.slice(0, 10),
          prepInstructions: [],
        })),
      }),
  ],
  "PUT cancellation": [
    "cancelInboundPlan",
    (state, plan) => {
      if (plan.status !== "ACTIVE") return badRequest("The inbound plan is already cancelled.");
      return changed(state, plan, "cancelInboundPlan", () => {
        plan.status = "VOIDED";
        for (const { msku, quantity } of plan.items) shelfOf(state, msku).working -= quantity;
      });
    },
  ],
  "POST packingOptions": [
    "generatePackingOptions",
    (state, plan) =>
      changed(state, plan, "generatePackingOptions", () => {
        plan.packing = [{ id: longId(state, "po"), status: "OFFERED" }];
      }),
  ],
  "GET packingOptions": [
    "listPackingOptions",
    (_state, plan) =>
      ok({
        packingOptions: plan.packing.map(({ id, status }) => ({
          packingOptionId: id,
          status,
          packingGroups: [],
          fees: [],
          discounts: [],
          supportedConfigurations: [],
          supportedShippingConfigurations: [],
        })),
      }),
  ],
  "POST packingOptions/*/confirmation": [
    "confirmPackingOption",
    (state, plan, _asked, rest) => {
      const option = plan.packing.find(({ id }) => id === rest[1]);
      if (!option)
        return badRequest("The requested packingOptionId does not exist for the given inbound plan.");
      return changed(state, plan, "confirmPackingOption", () => {
        option.status = "ACCEPTED";
      });
    },
  ],
  "POST placementOptions": [
    "generatePlacementOptions",
    (state, plan) =>
      changed(state, plan, "generatePlacementOptions", () => {
        plan.placement = [24, 0].map((cost) => ({
          id: longId(state, "pl"),
          status: "OFFERED" as const,
          fee: cost,
          shipments: cost === 0 ? [longId(state, "sh"), longId(state, "sh")] : [longId(state, "sh")],
        }));
      }),
  ],
  "GET placementOptions": [
    "listPlacementOptions",
    (_state, plan) =>
      ok({
        placementOptions: plan.placement.map((option) => ({
          placementOptionId: option.id,
          status: option.status,
          shipmentIds: option.shipments,
          fees: fee(option.fee),
          discounts: [],
        })),
      }),
  ],
  "POST placementOptions/*/confirmation": [
    "confirmPlacementOption",
    (state, plan, _asked, rest) => {
      const option = plan.placement.find(({ id }) => id === rest[1]);
      if (!option || plan.placement.some(({ status }) => status === "ACCEPTED"))
        return badRequest("The requested placementOptionId does not exist for the given inbound plan.");
      return changed(state, plan, "confirmPlacementOption", () => {
        option.status = "ACCEPTED";
        plan.shipments = option.shipments.map((id) => ({ id, status: "WORKING" }));
      });
    },
  ],
  "POST transportationOptions": [
    "generateTransportationOptions",
    (state, plan) =>
      changed(state, plan, "generateTransportationOptions", () => {
        plan.transport = plan.shipments.flatMap(({ id }) =>
          ["AMAZON_PARTNERED_CARRIER", "USE_YOUR_OWN_CARRIER"].map((solution) => ({
            id: longId(state, "to"),
            shipmentId: id,
            solution,
            preconditions: [],
            accepted: false,
          })),
        );
      }),
  ],
  "GET transportationOptions": [
    "listTransportationOptions",
    (_state, plan) =>
      ok({
        transportationOptions: plan.transport.map((option) => ({
          transportationOptionId: option.id,
          shipmentId: option.shipmentId,
          shippingSolution: option.solution,
          shippingMode: "GROUND_SMALL_PARCEL",
          carrier: { name: "Other", alphaCode: "OTHER" },
          preconditions: option.preconditions,
        })),
      }),
  ],
  "POST transportationOptions/confirmation": [
    "confirmTransportationOptions",
    (state, plan, asked) => {
      const body = transportBody.safeParse(asked.body);
      const chosen = body.success
        ? body.data.transportationSelections.map((one) =>
            plan.transport.find((option) => option.id === one.transportationOptionId),
          )
        : [undefined];
      if (chosen.some((option) => !option))
        return badRequest(
          "The requested transportationOptionId does not exist under the associated shipment.",
        );
      return changed(state, plan, "confirmTransportationOptions", () => {
        for (const option of chosen) if (option) option.accepted = true;
        for (const shipment of plan.shipments) shipment.status = "READY_TO_SHIP";
      });
    },
  ],
  "GET shipments/*": [
    "getShipment",
    (_state, plan, _asked, rest) => {
      const shipment = plan.shipments.find(({ id }) => id === rest[1]);
      if (!shipment)
        return badRequest("The requested shipment does not exist for the provided inbound plan.");
      const placed = plan.placement.find(({ status }) => status === "ACCEPTED")?.id ?? "";
      return ok({
        shipmentId: shipment.id,
        placementOptionId: placed,
        status: shipment.status,
        shipmentConfirmationId: `FBA15SANDBOX${plan.shipments.indexOf(shipment) + 1}`,
        destination: { destinationType: "AMAZON_OPTIMIZED" },
        source: { sourceType: "SELLER_FACILITY" },
      });
    },
  ],
};

const transportBody = z.object({
  transportationSelections: z.array(z.object({ shipmentId: filled, transportationOptionId: filled })).min(1),
});
