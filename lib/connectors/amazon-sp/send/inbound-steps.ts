import { type Session, VendorError } from "../../live-contract";
import type { Plan, TransportationOption } from "../wire-types/inbound";
import { getPlan, listPacking, listPlacement, listTransportation, run } from "./inbound-calls";

/** How far a plan is taken; what comes after is done in Seller Central. */
export const EXTENTS = ["plan", "placement", "transport"] as const;
export type Extent = (typeof EXTENTS)[number];

interface Offer {
  fees: readonly { value: { amount: number } }[];
  discounts: readonly { value: { amount: number } }[];
}

const costOf = (offer: Offer): number =>
  offer.fees.reduce((sum, { value }) => sum + value.amount, 0) -
  offer.discounts.reduce((sum, { value }) => sum + value.amount, 0);

const cheapest = <T extends Offer>(offers: readonly T[]): T | null =>
  offers.reduce<T | null>((best, one) => (best === null || costOf(one) < costOf(best) ? one : best), null);

/**
 * Takes a plan on as far as wanted and returns what is left to do by hand. Each step looks first whether it is done, so
 * that a repeat goes on where the last attempt stopped. Choosing a placement cannot be taken back and may cost a fee: the
 * cheapest is chosen. Throws VendorError.
 */
export async function advancePlan(session: Session, planId: string, extent: Extent): Promise<string[]> {
  if (extent === "plan") return ["packing", "placement", "boxes", "transport", "labels"];
  const plan = await getPlan(session, planId);
  const placementOptionId = accepted(plan)?.placementOptionId ?? (await choosePlacement(session, plan));
  if (extent === "placement") return ["boxes", "transport", "labels"];
  return (await chooseTransport(session, planId, placementOptionId))
    ? ["boxes", "labels"]
    : ["boxes", "transport", "labels"];
}

const accepted = (plan: Plan) => plan.placementOptions?.find(({ status }) => status === "ACCEPTED") ?? null;

async function choosePlacement(session: Session, plan: Plan): Promise<string> {
  const planId = plan.inboundPlanId;
  if (!plan.packingOptions?.some(({ status }) => status === "ACCEPTED")) await choosePacking(session, planId);
  let offers = (await listPlacement(session, planId)).filter(({ status }) => status === "OFFERED");
  if (offers.length === 0) {
    await run(session, "generatePlacementOptions", "POST", planId, "/placementOptions", {});
    offers = (await listPlacement(session, planId)).filter(({ status }) => status === "OFFERED");
  }
  const best = cheapest(offers);
  if (!best)
    throw new VendorError("refused", "no_placement", "Amazon offers no place to send these goods to.");
  const rest = `/placementOptions/${encodeURIComponent(best.placementOptionId)}/confirmation`;
  await run(session, "confirmPlacementOption", "POST", planId, rest);
  return best.placementOptionId;
}

async function choosePacking(session: Session, planId: string): Promise<void> {
  let offers = await listPacking(session, planId);
  if (offers.some(({ status }) => status === "ACCEPTED")) return;
  if (!offers.some(({ status }) => status === "OFFERED")) {
    await run(session, "generatePackingOptions", "POST", planId, "/packingOptions");
    offers = await listPacking(session, planId);
  }
  const best = cheapest(offers.filter(({ status }) => status === "OFFERED"));
  // Goods that Amazon offers no packing for are packed after placement, in Seller Central.
  if (!best) return;
  const rest = `/packingOptions/${encodeURIComponent(best.packingOptionId)}/confirmation`;
  await run(session, "confirmPackingOption", "POST", planId, rest);
}

/**
 * Confirms the seller's own carrier for every shipment where Amazon offers that without a condition. Where it wants the
 * contents of boxes or a delivery window first, nothing is confirmed. Returns whether it was.
 */
async function chooseTransport(
  session: Session,
  planId: string,
  placementOptionId: string,
): Promise<boolean> {
  const shipments = (await getPlan(session, planId)).shipments ?? [];
  if (shipments.length === 0) return false;
  const start = new Date(session.now().getTime() + 86_400_000).toISOString().replace(/:\d\d\.\d+Z$/, "Z");
  const own = async () =>
    ownCarrier(
      await listTransportation(session, planId, placementOptionId),
      shipments.map(({ shipmentId }) => shipmentId),
    );
  let chosen = await own();
  if (!chosen) {
    await run(session, "generateTransportationOptions", "POST", planId, "/transportationOptions", {
      placementOptionId,
      shipmentTransportationConfigurations: shipments.map(({ shipmentId }) => ({
        shipmentId,
        readyToShipWindow: { start },
      })),
    });
    chosen = await own();
  }
  if (!chosen) return false;
  const transportationSelections = chosen.map(({ shipmentId, transportationOptionId }) => ({
    shipmentId,
    transportationOptionId,
  }));
  const body = { transportationSelections };
  await run(
    session,
    "confirmTransportationOptions",
    "POST",
    planId,
    "/transportationOptions/confirmation",
    body,
  );
  return true;
}

/** One free option for each shipment; null when one has none. */
function ownCarrier(
  options: readonly TransportationOption[],
  shipmentIds: readonly string[],
): TransportationOption[] | null {
  const chosen = shipmentIds.map((id) =>
    options.find(
      (one) =>
        one.shipmentId === id &&
        one.shippingSolution === "USE_YOUR_OWN_CARRIER" &&
        one.preconditions.length === 0,
    ),
  );
  const found = chosen.filter((one) => one !== undefined);
  return found.length === shipmentIds.length ? found : null;
}
