import { z } from "zod";
import type { ReadResult, SendResult, Subject, TransferReading } from "@/lib/core/outbound";
import type { Session } from "../../live-contract";
import { accountOf } from "../account";
import type { Plan } from "../wire-types/inbound";
import { createPlan, findPlan, getPlan, getShipment, listPlanItems, run } from "./inbound-calls";
import { advancePlan, EXTENTS, type Extent } from "./inbound-steps";
import { finishOperation } from "./operation";
import { accepted, failed, refused } from "./result";

const requestedData = z.object({
  actionId: z.string().min(1),
  number: z.string().min(1),
  lines: z
    .array(z.object({ lineNo: z.number().int(), sku: z.string().min(1), quantity: z.number().int().min(1) }))
    .min(1),
});
const cancelledData = z.object({ cancels: z.string().min(1) });

/** What an action's plan is found by: a plan's name is the only text of ours that Amazon keeps, and has room for 40 letters. */
const markOf = (actionId: string): string => actionId.replace(/-/g, "").slice(0, 28);
const nameOf = (number: string, actionId: string): string => `${number.slice(0, 11)} ${markOf(actionId)}`;

/**
 * Sends stock to FBA: an inbound plan of the transfer's lines, taken on as far as the setting `inboundUpTo` says. Amazon
 * knows no idempotency key here, so a plan of this action is looked for before one is made. Throws VendorError.
 */
export async function requestTransfer(session: Session, data: unknown): Promise<SendResult> {
  const wanted = requestedData.safeParse(data);
  if (!wanted.success) return failed("invalid");
  const { actionId, number } = wanted.data;
  const sourceAddress = sourceOf(session.settings);
  if (!sourceAddress) return failed("ship_from_missing");
  const known = await findPlan(session, markOf(actionId));
  if (known?.status === "VOIDED") return failed("cancelled_by_vendor");
  if (known?.status === "ERRORED") return failed("plan_errored");
  const planId = known?.inboundPlanId ?? (await makePlan(session, wanted.data, sourceAddress));
  const extent = EXTENTS.find((one) => one === session.settings.inboundUpTo) ?? "plan";
  const left = await advancePlan(session, planId, extent satisfies Extent);
  return accepted(202, { inboundPlanId: planId, name: nameOf(number, actionId), upTo: extent, left });
}

async function makePlan(
  session: Session,
  { actionId, number, lines }: z.output<typeof requestedData>,
  sourceAddress: Record<string, string>,
): Promise<string> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  const made = await createPlan(session, {
    name: nameOf(number, actionId),
    destinationMarketplaces: [accountOf(session.settings).marketplace.id],
    sourceAddress,
    items: [...units].map(([msku, quantity]) => ({
      msku,
      quantity,
      labelOwner: "SELLER",
      prepOwner: "SELLER",
    })),
  });
  await finishOperation(session, made.operationId);
  return made.inboundPlanId;
}

/** Gives a plan up that has not left. Throws VendorError. */
export async function cancelTransfer(session: Session, data: unknown): Promise<SendResult> {
  const wanted = cancelledData.safeParse(data);
  if (!wanted.success) return failed("invalid");
  const known = await findPlan(session, markOf(wanted.data.cancels));
  if (!known) return failed("unknown_transfer");
  const planId = known.inboundPlanId;
  if (known.status === "VOIDED") return accepted(200, { inboundPlanId: planId, unchanged: true });
  if (known.status === "SHIPPED") {
    const read = await readTransfer(session, { subject: "transfer", actionId: wanted.data.cancels });
    return refused("already_shipped", read.outcome === "seen" ? read.reading : null);
  }
  await run(session, "cancelInboundPlan", "PUT", planId, "/cancellation");
  return accepted(202, { inboundPlanId: planId });
}

const gone = new Set(["CANCELLED", "DELETED", "ABANDONED"]);
const counted = new Set(["RECEIVING", "CLOSED"]);
const left = new Set(["SHIPPED", "IN_TRANSIT", "DELIVERED", "CHECKED_IN", "RECEIVING", "CLOSED"]);

/**
 * The plan of a transfer as Amazon shows it. This interface tells no received quantities: a plan whose shipments are all
 * closed is `received` without them, one of which some are being counted `isArriving`, and what arrived shows in the stock.
 * Throws VendorError.
 */
export async function readTransfer(
  session: Session,
  subject: Extract<Subject, { subject: "transfer" }>,
): Promise<ReadResult> {
  const known = await findPlan(session, markOf(subject.actionId));
  if (!known) return { outcome: "absent" };
  const plan = await getPlan(session, known.inboundPlanId);
  const items = await listPlanItems(session, known.inboundPlanId);
  const shipments = plan.shipments?.map(({ status }) => status) ?? [];
  const state = stateOf(plan.status, shipments);
  const lines = items.map(({ msku, quantity }, index) => ({
    lineNo: subject.lines?.find(({ sku }) => sku === msku)?.lineNo ?? index + 1,
    sku: msku,
    quantity,
    shippedQuantity: state === "shipped" ? quantity : null,
    receivedQuantity: null,
  }));
  return {
    outcome: "seen",
    reading: {
      subject: "transfer",
      actionId: subject.actionId,
      number: plan.name.split(" ")[0] ?? plan.name,
      reference: (await shipmentNumbers(session, plan)) ?? plan.inboundPlanId,
      state,
      ...(state === "shipped" && shipments.some((status) => counted.has(status)) ? { isArriving: true } : {}),
      shippedAt: state === "shipped" ? plan.lastUpdatedAt : null,
      receivedAt: state === "received" ? plan.lastUpdatedAt : null,
      cancelledAt: state === "cancelled" ? plan.lastUpdatedAt : null,
      readAt: session.now().toISOString(),
      lines,
    },
  };
}

/** More shipments than these are told by their plan's id alone. */
const shipmentsMax = 5;

/** The numbers that labels and Seller Central show, such as FBA15ABCDEF; null before there are any. */
async function shipmentNumbers(session: Session, plan: Plan): Promise<string | null> {
  const numbers: string[] = [];
  for (const { shipmentId } of (plan.shipments ?? []).slice(0, shipmentsMax)) {
    const { shipmentConfirmationId } = await getShipment(session, plan.inboundPlanId, shipmentId);
    if (shipmentConfirmationId) numbers.push(shipmentConfirmationId);
  }
  return numbers.length > 0 ? numbers.join(", ") : null;
}

function stateOf(plan: string, shipments: readonly string[]): TransferReading["state"] {
  if (plan === "VOIDED" || plan === "ERRORED") return "cancelled";
  const closed = shipments.includes("CLOSED") && shipments.every((one) => one === "CLOSED" || gone.has(one));
  if (closed) return "received";
  if (plan === "SHIPPED") return "shipped";
  if (shipments.length === 0) return "accepted";
  if (shipments.every((status) => gone.has(status))) return "cancelled";
  return shipments.every((status) => left.has(status) || gone.has(status)) ? "shipped" : "accepted";
}

/** Where goods leave from, as Amazon wants it; null when what it needs is not entered. */
function sourceOf(settings: Readonly<Record<string, string>>): Record<string, string> | null {
  const address = {
    name: settings.shipFromName,
    addressLine1: settings.shipFromAddress,
    city: settings.shipFromCity,
    postalCode: settings.shipFromPostalCode,
    countryCode: settings.shipFromCountry,
    phoneNumber: settings.shipFromPhone,
  };
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(address)) {
    if (!value?.trim()) return null;
    found[key] = value.trim();
  }
  const state = settings.shipFromState?.trim();
  return state ? { ...found, stateOrProvinceCode: state } : found;
}
