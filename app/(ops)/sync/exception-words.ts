import type { Said } from "@/app/_edge/said";
import type { ExceptionRow } from "@/db/queries/sync";
import { say } from "@/lib/core/say";
import { sayReason } from "@/lib/services/action/say-reason";
import { rejectWords } from "../imports/reject-words";

/** What an exception says for itself, in the reader's language: the kind and field of a reject, and why. */
export function exceptionWords(
  said: Said,
  row: ExceptionRow,
): Pick<ExceptionRow, "source" | "kind" | "field" | "reason"> {
  const { source, kind, field, reason, actionState } = row;
  if (actionState !== null)
    return {
      source: source === "manual" ? said(say("recommendation.action.byHand")) : source,
      kind,
      field,
      reason: reason && said(sayReason(reason)),
    };
  return {
    source,
    kind: kind && (said(say(`imports.kinds.${kind}`)) || kind),
    field: field && (said(say(`imports.fields.${field}`)) || field),
    reason: reason && rejectWords(said, { code: row.code ?? "", reason, say: row.say }),
  };
}
