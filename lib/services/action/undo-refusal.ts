import { Conflict } from "@/lib/core/errors";
import { type Say, say } from "@/lib/core/say";
import type { Action } from "./types";

const sentences: Partial<Record<Action["state"], string>> = {
  sending: "It is being sent this moment. Try again in a few seconds.",
  undoing: "Somebody is undoing it already.",
  undone: "It has been undone already.",
  cancelled: "It has been cancelled already.",
  refused: "The source had been changed by someone else, so there is nothing of ours to undo.",
  failed:
    "An attempt had no answer, so it may have taken effect. Try it again instead, which does nothing twice.",
  queued: "An attempt has gone out and its answer is not known yet. Try again when it is.",
  accepted: "The source has not shown it yet. Try again once it is confirmed.",
};

/** The Conflict of an action that cannot be taken back in its present state, with why. */
export function cannot(action: Action): Conflict {
  const why = sentences[action.state] ?? "It cannot be undone in its present state.";
  return new Conflict(`${why} Nothing was changed.`, {
    say: say("refusals.nothingChanged", { why: sayOf(action.state) }),
    details: { state: action.state },
  });
}

function sayOf(state: Action["state"]): Say {
  switch (state) {
    case "sending":
      return say("refusals.undo.sending");
    case "undoing":
      return say("refusals.undo.undoing");
    case "undone":
      return say("refusals.undo.undone");
    case "cancelled":
      return say("refusals.undo.cancelled");
    case "refused":
      return say("refusals.undo.refused");
    case "failed":
      return say("refusals.undo.failed");
    case "queued":
      return say("refusals.undo.queued");
    case "accepted":
      return say("refusals.undo.accepted");
    default:
      return say("refusals.undo.other");
  }
}
