import { type Say, say } from "@/lib/core/say";
import type { Action } from "./types";

/** An action's state as a word inside a sentence. */
export const stateWord = ({ state }: Pick<Action, "state">): Say => say("refusals.action.state", { state });

/** An ad's state as a word inside a sentence; null: it is not there any more. */
export const adWord = (state: string | null): Say => say("refusals.ad.state", { state: state ?? "gone" });
