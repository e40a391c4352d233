import type {
  AdBudgetData,
  OutboundMessage,
  QuantitySetData,
  Subject,
  TransferStepData,
} from "@/lib/core/outbound";
import { isTransferStep } from "./step-shown";
import type { Action, TransferPayload, TransferStepPayload } from "./types";

/** The words in which an action is put to a vendor; see sandbox/PROTOCOL.md. */
export function messageOf(action: Action): OutboundMessage {
  const actionId = action.id;
  if (action.kind === "transfer") {
    const { number, originCode, destinationCode, expectedAt, lines, called } = action.payload;
    return {
      id: actionId,
      type: "transfer.requested",
      data: {
        actionId,
        number,
        origin: called?.origin ?? originCode,
        destination: called?.destination ?? destinationCode,
        expectedAt,
        lines: lines.map(({ lineNo, sku, quantity }) => ({
          lineNo,
          sku: called?.skus[sku] ?? sku,
          quantity,
        })),
      },
    };
  }
  if (action.kind === "transfer_cancel") {
    const { cancels, reason } = action.payload;
    return { id: actionId, type: "transfer.cancelled", data: { actionId, cancels, reason } };
  }
  if (isTransferStep(action))
    return {
      id: actionId,
      type: action.kind === "transfer_ship" ? "transfer.shipped" : "transfer.arrived",
      data: {
        actionId,
        transfer: action.payload.asked,
        lines: bySku(action.payload),
      } satisfies TransferStepData,
    };
  if (action.kind === "publish_quantity") {
    const { sku, externalId, place, units, expectedUnits, adjust } = action.payload;
    return {
      id: actionId,
      type: "quantity.set",
      data: {
        ...{ actionId, sku, externalId, place, units, expectedUnits },
        ...(adjust ? { adjust } : {}),
      } satisfies QuantitySetData,
    };
  }
  if (action.kind === "ad_budget") {
    const { campaignExternalId, budgetPerDay, expectedBudgetPerDay } = action.payload;
    return {
      id: actionId,
      type: "ad.budget",
      data: { actionId, campaignExternalId, budgetPerDay, expectedBudgetPerDay } satisfies AdBudgetData,
    };
  }
  const { level, externalId, campaignExternalId, expectedState } = action.payload;
  const type = action.kind === "ad_pause" ? "ad.pause" : "ad.resume";
  return { id: actionId, type, data: { actionId, level, externalId, campaignExternalId, expectedState } };
}

function bySku({ lines }: TransferStepPayload): { sku: string; quantity: number; rejected: number }[] {
  const units = new Map<string, { sku: string; quantity: number; rejected: number }>();
  for (const { sku, quantity, rejected } of lines) {
    const known = units.get(sku);
    units.set(sku, {
      sku,
      quantity: quantity + (known?.quantity ?? 0),
      rejected: rejected + (known?.rejected ?? 0),
    });
  }
  return [...units.values()];
}

/** Lines of a transfer by the names of the account that was asked. */
export const linesAsCalled = ({ lines, called }: TransferPayload) =>
  lines.map(({ lineNo, sku }) => ({ lineNo, sku: called?.skus[sku] ?? sku }));

/** What is read at the vendor to see whether an action took effect. */
export function subjectOf(action: Action): Subject {
  if (action.kind === "transfer")
    return { subject: "transfer", actionId: action.id, lines: linesAsCalled(action.payload) };
  if (action.kind === "transfer_cancel") {
    const { cancels, lines } = action.payload;
    return { subject: "transfer", actionId: cancels, ...(lines ? { lines } : {}) };
  }
  if (isTransferStep(action)) {
    const { asked, lines } = action.payload;
    return { subject: "transfer", actionId: asked, lines: lines.map(({ lineNo, sku }) => ({ lineNo, sku })) };
  }
  if (action.kind === "publish_quantity") {
    const { sku, externalId, place } = action.payload;
    return { subject: "quantity", sku, externalId, place };
  }
  if (action.kind === "ad_budget")
    return { subject: "ad", level: "campaign", externalId: action.payload.campaignExternalId };
  return { subject: "ad", level: action.payload.level, externalId: action.payload.externalId };
}
