import { z } from "zod";
import type { Session } from "@/lib/connectors/live-contract";
import { type OutboundMessage, type SendResult, transferStepData } from "@/lib/core/outbound";
import { query } from "../client";
import { codesOf } from "../codes";
import { cancelTransfer, createTransfer, receiveShipment, shipTransfer } from "../documents";
import { allLocations } from "../read/places";
import { userErrors } from "../wire-types";
import { findTransfer, type TransferNode, transferReadingOf } from "./read-transfer";
import { accepted, failed, ofUserErrors, refused } from "./results";
import { itemIds } from "./shelves";

const requestData = z.object({
  actionId: z.string(),
  number: z.string(),
  origin: z.string(),
  destination: z.string(),
  lines: z
    .array(z.object({ lineNo: z.number().int(), sku: z.string(), quantity: z.number().int().min(1) }))
    .min(1),
});
const cancelData = z.object({ cancels: z.string() });
const made = z.object({ id: z.string(), name: z.string().nullish(), status: z.string() }).nullish();
const createShape = z.object({
  inventoryTransferCreateAsReadyToShip: z.object({ inventoryTransfer: made, userErrors }),
});
const cancelShape = z.object({ inventoryTransferCancel: z.object({ inventoryTransfer: made, userErrors }) });
const shipShape = z.object({
  inventoryShipmentCreateInTransit: z.object({ inventoryShipment: made, userErrors }),
});
const receiveShape = z.object({
  inventoryShipmentReceive: z.object({ inventoryShipment: made, userErrors }),
});

/** Creates a transfer between two places of this shop, ready to ship. The action's id stands on it as a tag. */
export async function sendTransfer(session: Session, message: OutboundMessage): Promise<SendResult> {
  const parsed = requestData.safeParse(message.data);
  if (!parsed.success) return failed("bad_message");
  const { number, origin, destination, lines } = parsed.data;
  const codes = codesOf(session.settings);
  const locations = await allLocations(session);
  const idOf = (code: string) => locations.find((one) => codes.place(one) === code || one.name === code)?.id;
  const [originLocationId, destinationLocationId] = [idOf(origin), idOf(destination)];
  if (!originLocationId || !destinationLocationId)
    return failed("unknown_location", `The shop has no place ${originLocationId ? destination : origin}.`);
  const units = unitsBySku(lines);
  const items = await itemIds(session, [...units.keys()]);
  const unknown = [...units.keys()].find((sku) => !items.get(sku));
  if (unknown !== undefined)
    return failed(items.has(unknown) ? "sku_ambiguous" : "unknown_sku", `The shop cannot tell ${unknown}.`);
  const input = {
    originLocationId,
    destinationLocationId,
    referenceName: number,
    tags: [message.id],
    lineItems: [...units].map(([sku, quantity]) => ({ inventoryItemId: items.get(sku), quantity })),
  };
  const answer = await query(session, createTransfer, { input, key: message.id }, createShape);
  const { inventoryTransfer, userErrors: errors } = answer.inventoryTransferCreateAsReadyToShip;
  if (errors.length > 0) return ofUserErrors(errors);
  return accepted({ reference: inventoryTransfer?.name ?? null, transfer: inventoryTransfer?.id ?? null });
}

function unitsBySku(lines: readonly { sku: string; quantity: number }[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return units;
}

/** Calls a transfer off, as long as nothing of it has left. */
export async function sendCancel(session: Session, message: OutboundMessage): Promise<SendResult> {
  const parsed = cancelData.safeParse(message.data);
  if (!parsed.success) return failed("bad_message");
  const transfer = await findTransfer(session, parsed.data.cancels);
  if (!transfer) return failed("unknown_transfer");
  if (transfer.status === "CANCELED") return accepted({ reference: transfer.name });
  const answer = await query(session, cancelTransfer, { id: transfer.id }, cancelShape);
  const { userErrors: errors } = answer.inventoryTransferCancel;
  if (errors.length === 0) return accepted({ reference: transfer.name });
  const present = await findTransfer(session, parsed.data.cancels);
  if (present?.status === "CANCELED") return accepted({ reference: present.name });
  const said = errors.map(({ message: text }) => text).join("; ");
  return refused(
    "already_shipped",
    said,
    transferReadingOf(present ?? transfer, { actionId: parsed.data.cancels }, session.now()),
  );
}

/** Books that goods of a transfer have left. */
export async function sendShipped(session: Session, message: OutboundMessage): Promise<SendResult> {
  const parsed = transferStepData.safeParse(message.data);
  if (!parsed.success) return failed("bad_message");
  const transfer = await findTransfer(session, parsed.data.transfer);
  if (!transfer) return failed("unknown_transfer");
  const left = transfer.lineItems.nodes.map(({ inventoryItem, totalQuantity, shippedQuantity }) => ({
    itemId: inventoryItem?.id ?? "",
    sku: inventoryItem?.sku ?? "",
    quantity: totalQuantity - shippedQuantity,
  }));
  const chosen = parsed.data.lines;
  const lineItems = left
    .map(({ itemId, sku, quantity }) => ({
      inventoryItemId: itemId,
      quantity: chosen ? (chosen.find((line) => line.sku === sku)?.quantity ?? 0) : quantity,
    }))
    .filter(({ quantity }) => quantity > 0);
  if (lineItems.length === 0) return alreadyDone(transfer, parsed.data.transfer, session);
  const input = { movementId: transfer.id, lineItems };
  const answer = await query(session, shipTransfer, { input, key: message.id }, shipShape);
  const { inventoryShipment, userErrors: errors } = answer.inventoryShipmentCreateInTransit;
  if (errors.length > 0) return stepErrors(session, errors, transfer, parsed.data.transfer);
  return accepted({ reference: inventoryShipment?.name ?? transfer.name });
}

/** Books that goods of a transfer have come in. */
export async function sendArrived(session: Session, message: OutboundMessage): Promise<SendResult> {
  const parsed = transferStepData.safeParse(message.data);
  if (!parsed.success) return failed("bad_message");
  const transfer = await findTransfer(session, parsed.data.transfer);
  if (!transfer) return failed("unknown_transfer");
  const open = transfer.shipments.nodes.filter(
    ({ status }) => status === "IN_TRANSIT" || status === "PARTIALLY_RECEIVED",
  );
  if (open.length === 0) return alreadyDone(transfer, parsed.data.transfer, session);
  const left = new Map(
    parsed.data.lines?.map((line) => [line.sku, { ...line, rejected: line.rejected ?? 0 }]),
  );
  for (const shipment of open) {
    const lineItems = shipment.lineItems.nodes.flatMap((line) => {
      const waiting = line.quantity - line.acceptedQuantity - line.rejectedQuantity;
      const given = parsed.data.lines
        ? left.get(line.inventoryItem?.sku ?? "")
        : { quantity: waiting, rejected: 0 };
      if (!given) return [];
      const good = shipment === open.at(-1) ? given.quantity : Math.min(given.quantity, waiting);
      const bad = Math.min(given.rejected, Math.max(0, waiting - good));
      given.quantity -= good;
      given.rejected -= bad;
      const part = (quantity: number, reason: string) =>
        quantity > 0 ? [{ shipmentLineItemId: line.id, quantity, reason }] : [];
      return [...part(good, "ACCEPTED"), ...part(bad, "REJECTED")];
    });
    if (lineItems.length === 0) continue;
    const variables = { id: shipment.id, lineItems, key: `${message.id}:${shipment.id}` };
    const answer = await query(session, receiveShipment, variables, receiveShape);
    const { userErrors: errors } = answer.inventoryShipmentReceive;
    if (errors.length > 0) return stepErrors(session, errors, transfer, parsed.data.transfer);
  }
  return accepted({ reference: transfer.name });
}

/** Nothing is left of it: a repeat of what was done, or done by others. */
const alreadyDone = (transfer: TransferNode, actionId: string, session: Session): SendResult => ({
  ...accepted({ reference: transfer.name, unchanged: true }),
  current: transferReadingOf(transfer, { actionId }, session.now()),
});

async function stepErrors(
  session: Session,
  errors: z.output<typeof userErrors>,
  transfer: TransferNode,
  actionId: string,
): Promise<SendResult> {
  const codes = errors.map(({ code }) => code);
  if (!codes.includes("INVALID_TRANSFER_STATUS") && !codes.includes("INVALID_SHIPMENT_STATUS"))
    return ofUserErrors(errors);
  const present = (await findTransfer(session, actionId)) ?? transfer;
  const said = errors.map(({ message }) => message).join("; ");
  return refused("state_changed", said, transferReadingOf(present, { actionId }, session.now()));
}
