"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { activatePolicy } from "@/lib/services/policy/activate";
import { previewPolicy } from "@/lib/services/policy/preview";
import { policyRules } from "@/lib/services/policy/rules";

const schema = z.object({
  rules: policyRules,
  note: z.string().trim().max(500).optional(),
  basedOnVersion: z.number().int(),
});

export const activatePolicyAction = action(schema, async (actor, input) => {
  const activated = await activatePolicy(getDb(), actor, input);
  revalidatePath("/settings/policy");
  return activated;
});

/** What would change, worked out on today's data and kept nowhere. */
export const previewPolicyAction = action(schema, (actor, { rules }) => previewPolicy(getDb(), actor, rules));
