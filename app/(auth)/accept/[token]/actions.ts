"use server";

import { headers } from "next/headers";
import { openAction } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { acceptInvitation, acceptInvitationSchema } from "@/lib/services/people/accept-invitation";
import { signIn } from "@/lib/services/session/sign-in";

/** Sets name and password, then signs in with them. */
export const acceptAction = openAction(acceptInvitationSchema, async (input) => {
  const { email } = await acceptInvitation(getDb(), input);
  await signIn({ email, password: input.password }, await headers());
  return null;
});
