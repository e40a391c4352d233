"use server";

import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { resolveInput, resolveOrderCheck } from "@/lib/services/order-check/resolve";
import { decideFlag, decideFlagSchema } from "@/lib/services/order-flag/decide-flag";

/** Settles an order that differs from its source. */
export const resolveCheck = action(resolveInput, async (actor, input) =>
  resolveOrderCheck(getDb(), actor, input),
);

/** Says of an order that is held for review whether it is right. */
export const decideFlagAction = action(decideFlagSchema, async (actor, input) =>
  decideFlag(getDb(), actor, input),
);
