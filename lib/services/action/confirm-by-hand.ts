import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict, Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { parseInput } from "../_shared/parse-input";
import { authoriseAction, authoriseAnyAction } from "./authorise-action";
import { lockAction } from "./load";
import { markAction } from "./mark";
import { stateWord } from "./state-word";
import { isTransferStep } from "./step-shown";

const input = z.object({ actionId: z.uuid() });

/**
 * A person states that they switched the ad at a platform that Plimsoll cannot reach. Transfers are confirmed at their
 * ends instead, and what a connection carries out is proved by its own readings. Throws Forbidden, Invalid, NotFound or
 * Conflict.
 */
export async function confirmByHand(
  db: Db,
  actor: Actor,
  request: unknown,
): Promise<{ actionId: string; state: "verified" }> {
  authoriseAnyAction(actor);
  const { actionId } = parseInput(input, request);
  return db.begin(async (tx) => {
    const action = await lockAction(tx, actionId);
    authoriseAction(actor, action.kind);
    if (action.kind === "transfer" || action.kind === "transfer_cancel" || isTransferStep(action))
      throw new Invalid("A transfer is confirmed line by line where it ships and where it arrives.", {
        say: say("refusals.action.byLine"),
      });
    if (action.executor !== "manual" || action.kind === "publish_quantity" || action.kind === "ad_budget")
      throw new Invalid(
        "The platform itself is read for this one; it is confirmed as soon as the platform shows it.",
        { say: say("refusals.action.readByItself") },
      );
    const { campaignId, productAdId } = action.payload;
    const paused = action.kind === "ad_pause";
    const values = {
      state: paused ? "paused" : "enabled",
      paused_by_action_id: paused ? action.id : null,
      toggled_at: new Date(),
    };
    const done = await markAction(tx, actor, actionId, {
      from: ["accepted", "unconfirmed"],
      to: "verified",
      reason: "by_hand",
    });
    if (!done)
      throw new Conflict(
        `This action is ${action.state}, so there is nothing to confirm. Reload to see it as it is.`,
        {
          say: say("refusals.action.notToConfirm", { state: stateWord(action) }),
          details: { state: action.state },
        },
      );
    await (productAdId === null
      ? tx`update campaign set ${tx(values)} where id = ${campaignId}`
      : tx`update product_ad set ${tx(values)} where id = ${productAdId}`);
    if (action.undoOf)
      await markAction(tx, actor, action.undoOf, { from: ["undoing"], to: "undone", reason: null });
    await announce(tx, "ads", [productAdId ?? campaignId]);
    return { actionId, state: "verified" };
  });
}
