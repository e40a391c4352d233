import { z } from "zod";
import { hashText } from "../company/random";
import { type Answer, receiptAnswer, refusal } from "./answer";
import { type Faults, faultsOf, type Pace } from "./faults";
import {
  nextReference,
  type TakenAction,
  type VendorState,
  type WaitingCallBack,
  type WarehouseTransfer,
} from "./state";

export const transferRequest = z.object({
  actionId: z.string(),
  number: z.string().min(1),
  origin: z.string().min(1),
  destination: z.string().min(1),
  expectedAt: z.string().optional(),
  lines: z
    .array(
      z.object({
        lineNo: z.number().int().min(1),
        sku: z.string().min(1),
        quantity: z.number().int().min(1),
      }),
    )
    .min(1)
    .max(1000),
});
export const cancelRequest = z.object({
  actionId: z.string(),
  cancels: z.string(),
  reason: z.string().optional(),
});

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** The transfer as a reading shows it. */
export function transferReading(transfer: WarehouseTransfer, now: number) {
  const { actionId, number, reference, state, origin, destination, lines } = transfer;
  return {
    actionId,
    number,
    reference,
    state,
    origin,
    destination,
    acceptedAt: iso(transfer.acceptedAt),
    shippedAt: iso(transfer.shippedAt),
    receivedAt: iso(transfer.receivedAt),
    cancelledAt: iso(transfer.cancelledAt),
    readAt: iso(now),
    lines,
  };
}

/** Takes a transfer on. `locations` are the codes that the connection's warehouses run. */
export function requestTransfer(
  state: VendorState,
  connection: string,
  locations: readonly string[],
  request: z.output<typeof transferRequest>,
  pace: Pace,
  now: number,
): { answer: Answer; taken: Pick<TakenAction, "reference" | "subject"> | null } {
  if (!locations.includes(request.origin))
    return {
      answer: refusal(422, "invalid", `${request.origin} is not one of our warehouses.`, {
        fields: { origin: "unknown" },
      }),
      taken: null,
    };
  const reference = nextReference(state, "WH");
  const transfer: WarehouseTransfer = {
    connection,
    reference,
    actionId: request.actionId,
    number: request.number,
    state: "accepted",
    origin: request.origin,
    destination: request.destination,
    acceptedAt: now,
    shipAt: now + pace.shipSeconds * 1000,
    receiveAt: null,
    shippedAt: null,
    receivedAt: null,
    cancelledAt: null,
    lines: request.lines.map((line) => ({ ...line, shippedQuantity: null, receivedQuantity: null })),
  };
  state.transfers[request.actionId] = transfer;
  return {
    answer: receiptAnswer(
      202,
      { reference, acceptedAt: new Date(now).toISOString() },
      false,
      transferReading(transfer, now),
    ),
    taken: { reference, subject: request.actionId },
  };
}

/** Gives a transfer up, if it has not left. */
export function cancelTransfer(
  state: VendorState,
  connection: string,
  request: z.output<typeof cancelRequest>,
  now: number,
): { answer: Answer; taken: Pick<TakenAction, "reference" | "subject"> | null } {
  const transfer = state.transfers[request.cancels];
  if (!transfer || transfer.connection !== connection)
    return {
      answer: refusal(404, "unknown_transfer", "No transfer of this id was ever asked for here."),
      taken: null,
    };
  const current = transferReading(transfer, now);
  if (transfer.state === "shipped")
    return { answer: refusal(409, "already_shipped", "The goods have left.", { current }), taken: null };
  if (transfer.state === "received")
    return { answer: refusal(409, "already_received", "The goods have arrived.", { current }), taken: null };
  if (transfer.state === "accepted") {
    transfer.state = "cancelled";
    transfer.cancelledAt = now;
    state.callBacks.push(callBack(transfer, "cancelled", now));
  }
  const reference = nextReference(state, "WH");
  return {
    answer: receiptAnswer(
      202,
      { reference, acceptedAt: new Date(now).toISOString() },
      false,
      transferReading(transfer, now),
    ),
    taken: { reference, subject: request.cancels },
  };
}

function callBack(
  transfer: WarehouseTransfer,
  event: "shipped" | "received" | "cancelled",
  now: number,
): WaitingCallBack {
  const { actionId, number, reference } = transfer;
  const occurredAt = new Date(now).toISOString();
  const lines = transfer.lines.map((line) => ({ ...line }));
  return {
    connection: transfer.connection,
    eventId: `${actionId}:${event}`,
    type: `transfer.${event}`,
    data: { actionId, number, reference, occurredAt, lines },
    occurredAt,
    attempts: 0,
    nextAt: now,
  };
}

/** Ships and receives what is due. Returns whether anything happened. */
export function moveGoods(state: VendorState, faults: Faults, pace: Pace, now: number): boolean {
  let moved = false;
  for (const transfer of Object.values(state.transfers)) {
    const active = faultsOf(faults, transfer.connection);
    if (active.down) continue;
    if (transfer.state === "accepted" && transfer.shipAt <= now) {
      for (const line of transfer.lines) line.shippedQuantity = line.quantity;
      Object.assign(transfer, {
        state: "shipped",
        shippedAt: now,
        receiveAt: transfer.receiveAt ?? now + pace.receiveSeconds * 1000,
      });
      state.callBacks.push(callBack(transfer, "shipped", now));
      moved = true;
    } else if (transfer.state === "shipped" && transfer.receiveAt !== null && transfer.receiveAt <= now) {
      for (const line of transfer.lines) line.receivedQuantity = counted(transfer, line, active);
      Object.assign(transfer, { state: "received", receivedAt: now });
      state.callBacks.push(callBack(transfer, "received", now));
      moved = true;
    }
  }
  return moved;
}

/** About one line in nine is counted a unit or two short, one in forty a unit over. */
function counted(
  transfer: WarehouseTransfer,
  line: WarehouseTransfer["lines"][number],
  faults: Faults,
): number {
  const shipped = line.shippedQuantity ?? line.quantity;
  if (faults.short > 0) return Math.max(0, shipped - faults.short);
  if (faults.over > 0) return shipped + faults.over;
  if (faults.exact || shipped < 10) return shipped;
  const chance = hashText(`${transfer.actionId}/${line.lineNo}`) % 360;
  return chance < 40 ? shipped - 1 - (chance % 2) : chance < 49 ? shipped + 1 : shipped;
}
