import type { ActionStateName } from "@/components/action-state/state";
import type { RecommendationState } from "@/lib/services/recommendation/types";

interface Acted {
  state: RecommendationState;
  /** Of one that was turned down: the advice that is followed elsewhere. */
  chosenOption?: string | null;
  actions: readonly { state: string; undoOf: string | null }[];
  /** Steps that are still to begin. */
  hasStepsAhead?: boolean;
}

/** What asks for a person first, then what is furthest from its end. */
const order = [
  "failed",
  "unconfirmed",
  "undoing",
  "queued",
  "sending",
  "accepted",
  "verified",
  "refused",
  "undone",
] as const;

/**
 * The state that a recommendation shows: its own until it was approved, then that of its least advanced action. Actions that
 * only take another one back do not count; a cancelled one counts as undone. Nothing is done while steps are still to begin.
 */
export function shownState({ state, chosenOption, actions, hasStepsAhead }: Acted): ActionStateName {
  if (state === "rejected" && chosenOption) return "noted";
  if (state !== "approved") return state;
  const states = actions
    .filter((action) => action.undoOf === null)
    .map((action) => (action.state === "cancelled" ? "undone" : action.state));
  const found = order.find((one) => states.includes(one)) ?? "approved";
  return found === "verified" && hasStepsAhead ? "approved" : found;
}

/** An action's own state under the names that the screen has. */
export function shownActionState(state: string): ActionStateName {
  if (state === "cancelled") return "undone";
  return order.find((one) => one === state) ?? "approved";
}
