import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** The one failure of several verbs: the address already has a sign-in. */
export const emailTaken = (email: string): Conflict =>
  new Conflict(`${email} already has a sign-in. Change its role instead, or use another address.`, {
    say: say("settings.errors.emailTaken", { email }),
    fieldErrors: { email: "is taken" },
    fieldSays: { email: say("settings.errors.emailTakenField") },
  });
