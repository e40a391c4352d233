import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** The NotFound of an id that no import has. */
export const noImport = (): NotFound =>
  new NotFound("This import is not there any more.", { say: say("refusals.import.missing") });
