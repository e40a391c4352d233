"use server";

import { getTranslations } from "next-intl/server";
import { action } from "@/app/_edge/action";
import { describeError } from "@/app/_edge/describe-error";
import { getDb } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { retryAction, retryInput } from "@/lib/services/action/retry";
import { approveShipment } from "@/lib/services/shipment/approve";
import {
  approveShipmentInput,
  type ChangedShipment,
  type ShipmentReview,
} from "@/lib/services/shipment/begin";
import type { ShipmentProgress } from "@/lib/services/shipment/progress";
import { cancelTransfer, cancelTransferInput } from "@/lib/services/transfer/cancel";
import { confirmInput } from "@/lib/services/transfer/confirm-input";
import { receiveInput, receiveTransfer } from "@/lib/services/transfer/receive";
import { foreseeRest, restInput } from "@/lib/services/transfer/rest";
import { shipTransfer } from "@/lib/services/transfer/ship";
import { takeOutLine, takeOutLineInput } from "@/lib/services/transfer/take-out-line";

/** What came of approving a whole shipment, or how far it is. */
export type ShipmentAnswer =
  | { kind: "review" }
  /** It is not what was seen; nothing was approved. */
  | { kind: "changed"; message: string }
  | { kind: "underway"; done: number; lines: number }
  | ({ kind: "done"; leftOut: { id: number; skuCode: string | null; reason: string }[] } & Pick<
      ShipmentProgress,
      "approved" | "units" | "orders" | "leftOutCount"
    >);

/** Approves every open line of a lane, or goes on with it. */
export const approveLane = action(approveShipmentInput, async (actor, input): Promise<ShipmentAnswer> => {
  const t = await getTranslations("decisions.leftOut");
  try {
    const { finished, done, lines, approved, units, orders, leftOut, leftOutCount } = await approveShipment(
      getDb(),
      actor,
      input,
    );
    if (!finished) return { kind: "underway", done, lines };
    return {
      ...{ kind: "done", approved, units, orders, leftOutCount },
      leftOut: leftOut.map(({ recommendationId: id, skuCode, why }) => ({ id, skuCode, reason: t(why) })),
    };
  } catch (error) {
    const details =
      error instanceof Conflict ? (error.details as ChangedShipment | ShipmentReview) : undefined;
    if (details?.kind === "review") return { kind: "review" };
    if (details?.kind !== "shipment") throw error;
    return { kind: "changed", message: (await describeError(error)).message };
  }
});

export const ship = action(confirmInput, (actor, input) => shipTransfer(getDb(), actor, input));
export const receive = action(receiveInput, (actor, input) => receiveTransfer(getDb(), actor, input));
export const retryBooking = action(retryInput, (actor, input) => retryAction(getDb(), actor, input));
export const cancel = action(cancelTransferInput, (actor, input) => cancelTransfer(getDb(), actor, input));
export const lookAtRest = action(restInput, (actor, input) => foreseeRest(getDb(), actor, input));
export const takeOut = action(takeOutLineInput, (actor, input) => takeOutLine(getDb(), actor, input));
