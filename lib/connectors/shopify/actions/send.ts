import { type Session, VendorError } from "@/lib/connectors/live-contract";
import type { OutboundMessage, ReadResult, SendResult, Subject } from "@/lib/core/outbound";
import { findTransfer, transferReadingOf } from "./read-transfer";
import { asResult, failed } from "./results";
import { sendQuantity } from "./set-quantity";
import { findShelves, quantityReadingOf } from "./shelves";
import { sendArrived, sendCancel, sendShipped, sendTransfer } from "./transfers";

/** Carries out one action. Sent again under the same id it has no second effect. */
export function send(session: Session, message: OutboundMessage): Promise<SendResult> {
  return asResult(session, () => {
    switch (message.type) {
      case "quantity.set":
        return sendQuantity(session, message);
      case "transfer.requested":
        return sendTransfer(session, message);
      case "transfer.cancelled":
        return sendCancel(session, message);
      case "transfer.shipped":
        return sendShipped(session, message);
      case "transfer.arrived":
        return sendArrived(session, message);
      default:
        return Promise.resolve(failed("not_supported", "A shop has no ads to switch."));
    }
  });
}

/** Reads what became of an action. Changes nothing. */
export async function readBack(session: Session, subject: Subject): Promise<ReadResult> {
  try {
    if (subject.subject === "ad")
      return { outcome: "unreadable", reason: "not_readable", retryAfterSeconds: null };
    if (subject.subject === "transfer") {
      const found = await findTransfer(session, subject.actionId);
      return found
        ? { outcome: "seen", reading: transferReadingOf(found, subject, session.now()) }
        : { outcome: "absent" };
    }
    const shelves = await findShelves(session, subject);
    return typeof shelves === "string"
      ? { outcome: "absent" }
      : { outcome: "seen", reading: quantityReadingOf(subject, shelves, session.now()) };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { outcome: "unreadable", reason: error.code, retryAfterSeconds: error.retryAfterSeconds };
  }
}
