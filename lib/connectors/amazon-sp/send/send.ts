import type { OutboundMessage, SendResult } from "@/lib/core/outbound";
import type { Session } from "../../live-contract";
import { cancelTransfer, requestTransfer } from "./inbound";
import { setQuantity } from "./quantity";
import { afterFailure, failed } from "./result";

/** Carries an action out at Amazon. Never throws: whatever Amazon does is in the result. */
export async function sendMessage(session: Session, message: OutboundMessage): Promise<SendResult> {
  try {
    switch (message.type) {
      case "quantity.set":
        return await setQuantity(session, message.data);
      case "transfer.requested":
        return await requestTransfer(session, message.data);
      case "transfer.cancelled":
        return await cancelTransfer(session, message.data);
      default:
        return failed("not_here");
    }
  } catch (error) {
    return afterFailure(error);
  }
}
