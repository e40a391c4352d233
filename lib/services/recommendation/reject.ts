import { z } from "zod";
import type { Db } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { parseInput } from "../_shared/parse-input";
import { declineSteps } from "./approve-steps";
import { authoriseAnyTeam } from "./authorise-team";
import { type Decided, decide } from "./decide";

/** Reasons a person picks from; `recommendation.reject.<reason>` names each. */
export const rejectReasons = [
  "figures_wrong",
  "not_worth_it",
  "other_plan",
  "partner_cannot",
  "bad_timing",
  "do_nothing",
  "other",
] as const;

export const rejectInput = z
  .object({
    id: z.number().int().positive(),
    version: z.number().int().positive(),
    reason: z.enum(rejectReasons),
    note: z.string().trim().max(1_000).optional(),
    /** Key of the option that is followed elsewhere: advice that nothing carries out from here. */
    followed: z.string().min(1).max(100).optional(),
  })
  .refine((value) => value.reason !== "other" || (value.note ?? "") !== "", {
    path: ["note"],
    message: "Say in a few words why, since none of the listed reasons fits.",
    params: { key: "refusals.recommendation.noteNeeded" },
  });

/**
 * Turns a recommendation down; of one that is approved already, the steps that wait for the actor's team. It is not proposed
 * again until something that matters changes. Throws Forbidden, Invalid,
 * NotFound, or Conflict when it was decided or worked out anew since.
 */
export async function rejectRecommendation(db: Db, actor: Actor, request: unknown): Promise<Decided> {
  authoriseAnyTeam(actor);
  const { id, version, reason, note, followed } = parseInput(rejectInput, request);
  const said = note ? `${reason}: ${note}` : reason;
  const declined = await db.begin((tx) => declineSteps(tx, actor, { id, version }, said));
  if (declined) return { id, state: "approved", version: declined.version };
  return decide(
    db,
    actor,
    { id, version },
    {
      verb: "reject",
      from: ["open", "blocked", "snoozed"],
      set: {
        state: "rejected",
        reason,
        note: note || null,
        chosen_option: followed ?? null,
        snoozed_until: null,
        decided_by: actor.name,
        decided_by_id: actor.id,
        decided_at: new Date(),
      },
      reason: said,
    },
  );
}
