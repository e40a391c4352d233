import { Invalid } from "@/lib/core/errors";
import { checkLiteralAddress, InsideAddress } from "@/lib/core/outside-address";
import { say } from "@/lib/core/say";

/**
 * Throws Invalid when a base address names a machine of the host's own network outright and that is not allowed. Names
 * are checked each time they are resolved, when something is sent.
 */
export function checkAddress(baseUrl: string | null, allowPrivateNetwork: boolean): void {
  if (baseUrl === null || allowPrivateNetwork) return;
  try {
    const url = new URL(baseUrl);
    if (/^(localhost|.*\.localhost)\.?$/i.test(url.hostname)) throw new InsideAddress(url.hostname);
    checkLiteralAddress(url);
  } catch (error) {
    if (!(error instanceof InsideAddress)) throw error;
    throw new Invalid(
      "This address lies inside this machine's own network. Allow that if it is meant; nothing was changed.",
      {
        say: say("settings.errors.insideAddress"),
        fieldErrors: { baseUrl: "lies inside this machine's own network" },
        fieldSays: { baseUrl: say("settings.errors.insideAddressField") },
      },
    );
  }
}
