import { Conflict } from "@/lib/core/errors";

/** The one failure of several verbs: the address already has a sign-in. */
export const emailTaken = (email: string): Conflict =>
  new Conflict(`${email} already has a sign-in. Change its role instead, or use another address.`, {
    fieldErrors: { email: "settings.errors.emailTakenField" },
    details: { key: "settings.errors.emailTaken", values: { email } },
  });
