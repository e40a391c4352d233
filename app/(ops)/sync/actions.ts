"use server";

import { z } from "zod";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { searchTargets } from "@/db/queries/live";
import { toSellInputs } from "@/db/queries/publishing";
import { toSellSteps } from "@/lib/metrics/available-to-sell/steps";
import { pushQuantity, pushQuantitySchema } from "@/lib/services/action/push-quantity";
import { undoAction } from "@/lib/services/action/undo";
import { createSku, createSkuSchema } from "@/lib/services/inbox/create-sku";
import { dismiss, replay, replaySchema } from "@/lib/services/inbox/dead-letters";
import { mapTo, mapToSchema } from "@/lib/services/inbox/map-to";
import { mapValue, mapValueSchema } from "@/lib/services/inbox/map-value";
import { repair, repairSchema } from "@/lib/services/inbox/repair";

export const pushAction = action(pushQuantitySchema, async (actor, input) =>
  pushQuantity(getDb(), actor, input),
);

export const mapAction = action(mapToSchema, async (actor, input) => mapTo(getDb(), actor, input));

export const createSkuAction = action(createSkuSchema, async (actor, input) =>
  createSku(getDb(), actor, input),
);

export const replayAction = action(replaySchema, async (actor, input) => replay(getDb(), actor, input));

export const dismissAction = action(replaySchema, async (actor, input) => dismiss(getDb(), actor, input));

export const repairAction = action(repairSchema, async (actor, input) => repair(getDb(), actor, input));

export const mapValueAction = action(mapValueSchema, async (actor, input) => mapValue(getDb(), actor, input));

const toSellInput = z.object({ listingId: z.number().int().positive() });

/** How what can be sold of a listing comes about; null: it is not listed any more. */
export const toSellAction = action(toSellInput, async (_actor, { listingId }) => {
  const [input] = await toSellInputs(getDb(), { listingIds: [listingId] }, new Date());
  return input ? toSellSteps([input.available], input) : null;
});

const searchInput = z.object({
  kind: z.enum(["sku", "location", "channel"]),
  text: z.string().trim().max(100),
});

/** What of ours a name may mean; nothing for less than two letters. */
export const searchTargetsAction = action(searchInput, async (_actor, { kind, text }) =>
  text.length < 2 ? [] : searchTargets(getDb(), kind, text),
);

const undoInput = z.object({ actionId: z.uuid() });

/** Takes back a quantity that was pushed; what is not one the service refuses by role. */
export const undoPushAction = action(undoInput, async (actor, input) => undoAction(getDb(), actor, input));
