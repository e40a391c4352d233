"use server";

import { cookies, headers } from "next/headers";
import { z } from "zod";
import { openAction } from "@/app/_edge/action";
import { isAppLocale, localeCookie } from "@/i18n/locales";
import { preferencesSchema } from "@/lib/services/people/set-preferences";
import { signIn } from "@/lib/services/session/sign-in";

const schema = z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(200) });

/** Signs in, and brings the person's preferences along to this browser. */
export const signInAction = openAction(schema, async (input) => {
  const { preferences } = await signIn(input, await headers());
  if (isAppLocale(preferences.language))
    (await cookies()).set(localeCookie, preferences.language, {
      path: "/",
      maxAge: 31_536_000,
      sameSite: "lax",
    });
  const kept = preferencesSchema.safeParse(preferences).data;
  return { density: kept?.density ?? null, shortcuts: kept?.shortcuts ?? null };
});
