"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { cancelOverride, cancelOverrideSchema } from "@/lib/services/forecast/cancel-override";
import { setOverride, setOverrideSchema } from "@/lib/services/forecast/set-override";
import { setRule, setRuleSchema } from "@/lib/services/publishing/set-rule";

export const setRuleAction = action(setRuleSchema, async (actor, input) => {
  const saved = await setRule(getDb(), actor, input);
  revalidatePath("/inventory/[code]", "page");
  return saved;
});

export const setOverrideAction = action(setOverrideSchema, async (actor, input) => {
  const saved = await setOverride(getDb(), actor, input);
  revalidatePath("/inventory/[code]", "page");
  return saved;
});

export const cancelOverrideAction = action(cancelOverrideSchema, async (actor, input) => {
  const saved = await cancelOverride(getDb(), actor, input);
  revalidatePath("/inventory/[code]", "page");
  return saved;
});
