"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { saveLane } from "@/lib/services/lane/save";
import { saveLaneInput } from "@/lib/services/lane/save-input";

export const saveLaneAction = action(saveLaneInput, async (actor, input) => {
  const saved = await saveLane(getDb(), actor, input);
  revalidatePath("/transfers/lanes");
  return saved;
});
