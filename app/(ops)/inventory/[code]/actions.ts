"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { setRule, setRuleSchema } from "@/lib/services/publishing/set-rule";

export const setRuleAction = action(setRuleSchema, async (actor, input) => {
  const saved = await setRule(getDb(), actor, input);
  revalidatePath("/inventory/[code]", "page");
  return saved;
});
