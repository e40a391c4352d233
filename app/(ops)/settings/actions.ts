"use server";

import { cookies } from "next/headers";
import { action } from "@/app/_edge/action";
import { requireSession } from "@/app/_edge/require-actor";
import { getDb } from "@/db/client";
import { localeCookie } from "@/i18n/locales";
import { changePassword, changePasswordSchema } from "@/lib/services/people/change-password";
import { preferencesSchema, setPreferences } from "@/lib/services/people/set-preferences";
import { signOutEverywhere, signOutEverywhereSchema } from "@/lib/services/people/sign-out-everywhere";

export const setPreferencesAction = action(preferencesSchema, async (actor, input) => {
  await setPreferences(getDb(), actor, input);
  if (input.language)
    (await cookies()).set(localeCookie, input.language, { path: "/", maxAge: 31_536_000, sameSite: "lax" });
  return null;
});

export const changePasswordAction = action(changePasswordSchema, async (actor, input) => {
  const { sessionId } = await requireSession();
  await changePassword(getDb(), actor, input, sessionId);
  return null;
});

export const signOutEverywhereAction = action(signOutEverywhereSchema, (actor, input) =>
  signOutEverywhere(getDb(), actor, input),
);
