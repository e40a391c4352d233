"use server";

import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { resolveInput, resolveOrderCheck } from "@/lib/services/order-check/resolve";

/** Settles an order that differs from its source. */
export const resolveCheck = action(resolveInput, async (actor, input) =>
  resolveOrderCheck(getDb(), actor, input),
);
