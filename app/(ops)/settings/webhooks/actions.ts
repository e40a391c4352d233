"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { endFormerSecrets, endFormerSecretsSchema } from "@/lib/services/connection/end-former-secrets";
import { rotateSecret, rotateSecretSchema } from "@/lib/services/connection/rotate-secret";
import { redeliver, redeliverSchema } from "@/lib/services/webhook/redeliver";

const renew = () => revalidatePath("/settings", "layout");

export const rotateSecretAction = action(rotateSecretSchema, async (actor, input) => {
  const { key, secret, formerUntil } = await rotateSecret(getDb(), actor, input);
  renew();
  return { key, secret, formerUntil: formerUntil?.toISOString() ?? null };
});

export const endFormerSecretsAction = action(endFormerSecretsSchema, async (actor, input) => {
  await endFormerSecrets(getDb(), actor, input);
  renew();
  return null;
});

export const redeliverAction = action(redeliverSchema, async (actor, input) => {
  const done = await redeliver(getDb(), actor, input);
  renew();
  return done;
});
