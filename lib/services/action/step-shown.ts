import type { TransferReading } from "@/lib/core/outbound";
import type { Action } from "./types";

export type TransferStep = Extract<Action, { kind: "transfer_ship" | "transfer_receive" }>;

/** Whether an action books at an account what was confirmed here of a transfer. */
export const isTransferStep = (action: Action): action is TransferStep =>
  action.kind === "transfer_ship" || action.kind === "transfer_receive";

/** Whether the account shows what a step asked it to book, or more. Lines are told by SKU, as the account knows them. */
export function isStepShown({ kind, payload }: TransferStep, reading: TransferReading): boolean {
  if (reading.state === "received") return true;
  if (reading.state !== "shipped") return false;
  const shown = new Map<string, number>();
  for (const { sku, shippedQuantity, receivedQuantity } of reading.lines)
    shown.set(
      sku,
      (shown.get(sku) ?? 0) + ((kind === "transfer_ship" ? shippedQuantity : receivedQuantity) ?? 0),
    );
  const wanted = new Map<string, number>();
  for (const { sku, total } of payload.lines) wanted.set(sku, (wanted.get(sku) ?? 0) + total);
  return [...wanted].every(([sku, units]) => (shown.get(sku) ?? 0) >= units);
}
