"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { endPromotion, endPromotionSchema } from "@/lib/services/publishing/end-promotion";
import { savePromotion, savePromotionSchema } from "@/lib/services/publishing/save-promotion";

export const savePromotionAction = action(savePromotionSchema, async (actor, input) => {
  const saved = await savePromotion(getDb(), actor, input);
  revalidatePath("/catalogue/promotions");
  return saved;
});

export const endPromotionAction = action(endPromotionSchema, async (actor, input) => {
  const done = await endPromotion(getDb(), actor, input);
  revalidatePath("/catalogue/promotions");
  return done;
});
