import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Option } from "./types";

/** The option of a key. Throws Invalid when there is none, or when it is advice that cannot be carried out from here. */
export function chooseOption(options: readonly Option[], key: string): Option {
  const option = options.find((one) => one.key === key);
  if (!option)
    throw new Invalid("This way out is no longer offered. Choose another one.", {
      say: say("refusals.recommendation.optionGone"),
      fieldErrors: { optionKey: "No longer offered." },
      fieldSays: { optionKey: say("refusals.recommendation.optionGoneField") },
    });
  if (!option.executable || option.steps.length === 0)
    throw new Invalid(
      "This is advice: it cannot be carried out from here. Order it from the supplier, then reject this with the reason.",
      {
        say: say("refusals.recommendation.advice"),
        fieldErrors: { optionKey: "Cannot be carried out from here." },
        fieldSays: { optionKey: say("refusals.recommendation.adviceField") },
      },
    );
  return option;
}
