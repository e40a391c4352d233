import type { OutboundMessage, QuantitySetData, Subject } from "@/lib/core/outbound";
import type { Action } from "./types";

/** The words in which an action is put to a vendor; see sandbox/PROTOCOL.md. */
export function messageOf(action: Action): OutboundMessage {
  const actionId = action.id;
  if (action.kind === "transfer") {
    const { number, originCode, destinationCode, expectedAt, lines } = action.payload;
    return {
      id: actionId,
      type: "transfer.requested",
      data: {
        actionId,
        number,
        origin: originCode,
        destination: destinationCode,
        expectedAt,
        lines: lines.map(({ lineNo, sku, quantity }) => ({ lineNo, sku, quantity })),
      },
    };
  }
  if (action.kind === "transfer_cancel") {
    const { cancels, reason } = action.payload;
    return { id: actionId, type: "transfer.cancelled", data: { actionId, cancels, reason } };
  }
  if (action.kind === "publish_quantity") {
    const { sku, externalId, place, units, expectedUnits } = action.payload;
    return {
      id: actionId,
      type: "quantity.set",
      data: { actionId, sku, externalId, place, units, expectedUnits } satisfies QuantitySetData,
    };
  }
  const { level, externalId, campaignExternalId, expectedState } = action.payload;
  const type = action.kind === "ad_pause" ? "ad.pause" : "ad.resume";
  return { id: actionId, type, data: { actionId, level, externalId, campaignExternalId, expectedState } };
}

/** What is read at the vendor to see whether an action took effect. */
export function subjectOf(action: Action): Subject {
  if (action.kind === "transfer") return { subject: "transfer", actionId: action.id };
  if (action.kind === "transfer_cancel") return { subject: "transfer", actionId: action.payload.cancels };
  if (action.kind === "publish_quantity") {
    const { sku, externalId, place } = action.payload;
    return { subject: "quantity", sku, externalId, place };
  }
  return { subject: "ad", level: action.payload.level, externalId: action.payload.externalId };
}
