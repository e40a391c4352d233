"use server";

import { cookies, headers } from "next/headers";
import { openAction } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { localeCookie } from "@/i18n/locales";
import { createFirstAdmin, firstAdminSchema } from "@/lib/services/people/create-first-admin";
import { installationSecret } from "@/lib/services/session/auth";
import { signIn } from "@/lib/services/session/sign-in";

/** Makes the first admin, then signs them in and speaks their language. */
export const firstAdminAction = openAction(firstAdminSchema, async (input) => {
  const sent = await headers();
  const address = sent.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";
  const { email } = await createFirstAdmin(getDb(), input, { secret: installationSecret(), address });
  await signIn({ email, password: input.password }, sent);
  (await cookies()).set(localeCookie, input.language, { path: "/", maxAge: 31_536_000, sameSite: "lax" });
  return null;
});
