import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** The NotFound of an id that no recommendation has. */
export const noRecommendation = (): NotFound =>
  new NotFound("This recommendation does not exist. The list may be out of date; reload it.", {
    say: say("refusals.recommendation.missing"),
  });
