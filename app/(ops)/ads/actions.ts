"use server";

import { z } from "zod";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { setAdBudget, setAdBudgetSchema } from "@/lib/services/action/set-ad-budget";
import { undoAction } from "@/lib/services/action/undo";

export const setBudgetAction = action(setAdBudgetSchema, async (actor, input) =>
  setAdBudget(getDb(), actor, input),
);

export const undoBudgetAction = action(z.object({ actionId: z.uuid() }), async (actor, input) =>
  undoAction(getDb(), actor, input),
);
