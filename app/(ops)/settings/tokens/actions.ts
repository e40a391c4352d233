"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { createToken, createTokenSchema } from "@/lib/services/token/create-token";
import { revokeToken, revokeTokenSchema } from "@/lib/services/token/revoke-token";

const formSchema = createTokenSchema.omit({ validDays: true }).extend({
  /** A select holds texts: a number of days, or never. */
  validDays: z
    .enum(["30", "90", "365", "never"])
    .transform((text) => (text === "never" ? null : Number(text))),
});

export const createTokenAction = action(formSchema, async (actor, input) => {
  const token = await createToken(getDb(), actor, input);
  revalidatePath("/settings/tokens");
  return token;
});

export const revokeTokenAction = action(revokeTokenSchema, async (actor, input) => {
  await revokeToken(getDb(), actor, input);
  revalidatePath("/settings/tokens");
  return null;
});
