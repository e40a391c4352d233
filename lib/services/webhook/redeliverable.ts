import type { ActionState } from "../action/types";

/**
 * States in which posting the same message again can only help: nothing is known to have happened. What is done is left
 * alone, since a receiver that has forgotten its id would do it twice, and what was given up must not arrive after all.
 */
export const redeliverableStates: readonly ActionState[] = ["queued", "unconfirmed", "failed"];
