"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { endHoldout } from "@/lib/services/holdout/end";
import { startHoldout } from "@/lib/services/holdout/start";

/** Begins to leave a tenth of the items alone, drawn anew every four weeks. */
export const start = action(z.object({}), async (actor) => {
  await startHoldout(getDb(), actor, {});
  revalidatePath("/reports/decisions");
});

export const end = action(z.object({}), async (actor) => {
  await endHoldout(getDb(), actor);
  revalidatePath("/reports/decisions");
});
