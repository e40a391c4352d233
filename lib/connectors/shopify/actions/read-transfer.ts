import { z } from "zod";
import type { Session } from "@/lib/connectors/live-contract";
import type { TransferReading } from "@/lib/core/outbound";
import { query } from "../client";
import { transferByTagQuery } from "../documents";
import { pageOf } from "../wire-types";

const item = z.object({ id: z.string(), sku: z.string().nullish() }).nullish();
const units = z.number().int();
const transfer = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  referenceName: z.string().nullish(),
  tags: z.array(z.string()),
  dateCreated: z.string().nullish(),
  lineItems: pageOf(
    z.object({ id: z.string(), totalQuantity: units, shippedQuantity: units, inventoryItem: item }),
  ),
  shipments: pageOf(
    z.object({
      id: z.string(),
      status: z.string(),
      dateShipped: z.iso.datetime({ offset: true }).nullish(),
      dateReceived: z.iso.datetime({ offset: true }).nullish(),
      lineItems: pageOf(
        z.object({
          id: z.string(),
          quantity: units,
          acceptedQuantity: units,
          rejectedQuantity: units,
          inventoryItem: item,
        }),
      ),
    }),
  ),
});
export type TransferNode = z.output<typeof transfer>;
const shape = z.object({ inventoryTransfers: pageOf(transfer) });

/** The transfer that an action asked for, by the tag it was given. */
export async function findTransfer(session: Session, actionId: string): Promise<TransferNode | null> {
  const filter = { query: `tag:'${actionId.replace(/[\\']/g, "\\$&")}'` };
  const { inventoryTransfers } = await query(session, transferByTagQuery, filter, shape);
  return inventoryTransfers.nodes.find(({ tags }) => tags.includes(actionId)) ?? null;
}

const states: Record<string, TransferReading["state"]> = {
  DRAFT: "accepted",
  READY_TO_SHIP: "accepted",
  IN_PROGRESS: "shipped",
  TRANSFERRED: "received",
  CANCELED: "cancelled",
};

/** The transfer as an action's reading. Lines are told apart by SKU; their numbers are those of the request where they are given. */
export function transferReadingOf(
  node: TransferNode,
  asked: { actionId: string; lines?: readonly { lineNo: number; sku: string }[] },
  now: Date,
): { subject: "transfer" } & TransferReading {
  const state = states[node.status] ?? "accepted";
  const shipments = node.shipments.nodes;
  const first = (moments: readonly (string | null | undefined)[]) =>
    moments.filter((one) => one != null).sort()[0] ?? null;
  const last = (moments: readonly (string | null | undefined)[]) =>
    moments
      .filter((one) => one != null)
      .sort()
      .at(-1) ?? null;
  const arrived = shipments.flatMap(({ lineItems }) => lineItems.nodes);
  return {
    subject: "transfer",
    actionId: asked.actionId,
    number: node.referenceName ?? node.name,
    reference: node.name,
    state,
    shippedAt: first(shipments.map(({ dateShipped }) => dateShipped)),
    receivedAt: state === "received" ? last(shipments.map(({ dateReceived }) => dateReceived)) : null,
    cancelledAt: null,
    readAt: now.toISOString(),
    lines: node.lineItems.nodes.map((line, index) => {
      const sku = line.inventoryItem?.sku ?? "";
      const parts = arrived.filter(({ inventoryItem }) => inventoryItem?.id === line.inventoryItem?.id);
      const received = parts.reduce((sum, { acceptedQuantity }) => sum + acceptedQuantity, 0);
      return {
        lineNo: asked.lines?.find((one) => one.sku === sku)?.lineNo ?? index + 1,
        sku,
        quantity: line.totalQuantity,
        shippedQuantity: shipments.length > 0 ? line.shippedQuantity : null,
        receivedQuantity: shipments.some(({ dateReceived }) => dateReceived) ? received : null,
      };
    }),
  };
}
