import type { ReadResult, Subject } from "@/lib/core/outbound";
import { type Session, VendorError } from "../../live-contract";
import { readTransfer } from "./inbound";
import { readQuantity } from "./quantity";

/** What Amazon shows of a subject now: the only proof of an action. Never throws. */
export async function readSubject(session: Session, subject: Subject): Promise<ReadResult> {
  try {
    if (subject.subject === "quantity") return await readQuantity(session, subject.sku, subject.externalId);
    if (subject.subject === "transfer") return await readTransfer(session, subject);
    return { outcome: "unreadable", reason: "not_here", retryAfterSeconds: null };
  } catch (error) {
    if (!(error instanceof VendorError))
      return { outcome: "unreadable", reason: "unexpected", retryAfterSeconds: null };
    return { outcome: "unreadable", reason: error.code, retryAfterSeconds: error.retryAfterSeconds };
  }
}
