import { z } from "zod";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { pushQuantity } from "@/lib/services/action/push-quantity";
import { setAdBudget } from "@/lib/services/action/set-ad-budget";
import { approveRecommendation } from "@/lib/services/recommendation/approve";

export const approveWaitingInput = z.object({ requestId: z.coerce.number().int().positive() });

interface Asked {
  kind: "recommendation" | "ad_budget" | "publish_quantity";
  request: never;
}

/**
 * The second person's approval: carries out exactly what the first one asked for, through the same service, which checks
 * everything again. Throws Conflict when it waits no longer, and whatever that service throws.
 */
export async function approveWaiting(db: Db, actor: Actor, input: unknown): Promise<{ actions: string[] }> {
  const { requestId } = parseInput(approveWaitingInput, input);
  const [asked] = await db<Asked[]>`
    select kind, request from approval_request where id = ${requestId} and state = 'waiting'`;
  if (!asked)
    throw new Conflict("It waits no longer. Nothing was sent; reload to see it as it is.", {
      say: say("authority.refused.notWaiting"),
    });
  switch (asked.kind) {
    case "recommendation": {
      const { actions } = await approveRecommendation(db, actor, asked.request);
      return { actions: actions.map(({ id }) => id) };
    }
    case "ad_budget":
      return { actions: [(await setAdBudget(db, actor, asked.request)).actionId] };
    case "publish_quantity":
      return { actions: [(await pushQuantity(db, actor, asked.request)).actionId] };
  }
}
