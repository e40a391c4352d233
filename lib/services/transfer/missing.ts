import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** The NotFound of an id that no transfer has. */
export const noTransfer = (): NotFound =>
  new NotFound("This transfer does not exist. The list may be out of date; reload it.", {
    say: say("refusals.transfer.missing"),
  });
