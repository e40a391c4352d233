import { type ActionStateName, actionStateOf } from "@/components/action-state/state";

interface Standing {
  state: "planned" | "sent" | "shipped" | "received" | "cancelled";
  actionState: string | null;
}

/** The drawing of a transfer: arrived is the proof; until goods leave, its action's own state says more. */
export function shownTransferState({ state, actionState }: Standing): ActionStateName {
  if (state === "received") return "verified";
  if (state === "shipped") return "accepted";
  if (state === "cancelled") return "undone";
  return (actionState && actionStateOf(actionState)) || "queued";
}
