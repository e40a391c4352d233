import { say } from "@/lib/core/say";
import { sayReason } from "@/lib/services/action/say-reason";
import { rejectReasons } from "@/lib/services/recommendation/reject";
import type { Said } from "./said";

/**
 * The reason of an audited write, in the reader's language: codes are put into words, what a person wrote stays as it is.
 */
export function auditReason(said: Said, verb: string, reason: string): string {
  if (verb === "recommendation.reject") {
    const [code = "", ...note] = reason.split(": ");
    const listed = rejectReasons.find((one) => one === code);
    if (!listed) return reason;
    const words = said(say(`recommendation.reject.${listed}`));
    return note.length > 0 ? `${words} (${note.join(": ")})` : words;
  }
  const isCode = /^[a-z0-9]+(_[a-z0-9]+)*$/.test(reason);
  return verb.startsWith("action.") && isCode ? said(sayReason(reason)) : reason;
}
