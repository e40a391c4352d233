"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { startBacktest } from "@/lib/services/backtest/start";
import { stopBacktest, stopBacktestInput } from "@/lib/services/backtest/stop";
import { activatePolicy } from "@/lib/services/policy/activate";
import { approveWaiting, approveWaitingInput } from "@/lib/services/policy/approve-waiting";
import { goOn } from "@/lib/services/policy/go-on";
import { previewPolicy } from "@/lib/services/policy/preview";
import { policyRules } from "@/lib/services/policy/rules";
import { saveDraft } from "@/lib/services/policy/save-draft";
import { stopEverything, stopInput } from "@/lib/services/policy/stop-everything";
import { takeBackInput, takeBackRequest } from "@/lib/services/policy/take-back";

const schema = z.object({
  rules: policyRules,
  note: z.string().trim().max(500).optional(),
  basedOnVersion: z.number().int(),
  withoutBacktest: z.string().trim().max(500).optional(),
  days: z.number().int().optional(),
  mostSkus: z.number().int().optional(),
});

export const activatePolicyAction = action(schema, async (actor, { days: _, mostSkus: __, ...input }) => {
  const activated = await activatePolicy(getDb(), actor, input);
  revalidatePath("/settings/policy");
  return activated;
});

/** What would change, worked out on today's data and kept nowhere. */
export const previewPolicyAction = action(schema, (actor, { rules }) => previewPolicy(getDb(), actor, rules));

export const stopAction = action(stopInput, async (actor, input) => {
  const { waiting } = await stopEverything(getDb(), actor, input);
  return { waiting };
});

export const goOnAction = action(z.object({}), (actor) => goOn(getDb(), actor));

export const approveWaitingAction = action(approveWaitingInput, (actor, input) =>
  approveWaiting(getDb(), actor, input),
);

export const takeBackAction = action(takeBackInput, (actor, input) => takeBackRequest(getDb(), actor, input));

/** Keeps the edited rules without putting them in force. */
export const saveDraftAction = action(schema, async (actor, { rules, note }) => {
  const saved = await saveDraft(getDb(), actor, { rules, ...(note && { note }) });
  revalidatePath("/settings/policy");
  return saved;
});

/** Tries the edited rules on the past. */
export const startBacktestAction = action(schema, (actor, { rules, days, mostSkus }) =>
  startBacktest(getDb(), actor, { rules, ...(days && { days }), ...(mostSkus && { mostSkus }) }),
);

export const stopBacktestAction = action(stopBacktestInput, (actor, input) =>
  stopBacktest(getDb(), actor, input),
);
