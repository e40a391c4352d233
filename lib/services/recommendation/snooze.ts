import { z } from "zod";
import type { Db } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { parseInput } from "../_shared/parse-input";
import { authoriseAnyTeam } from "./authorise-team";
import { type Decided, decide } from "./decide";

const longestDays = 90;

export const snoozeInput = z.object({
  id: z.number().int().positive(),
  version: z.number().int().positive(),
  /** ISO time with its zone. */
  until: z.iso.datetime({ offset: true }),
});

/**
 * Puts a recommendation off until a moment, at most 90 days ahead; it comes back by itself. Throws Forbidden, Invalid,
 * NotFound or Conflict.
 */
export async function snoozeRecommendation(db: Db, actor: Actor, request: unknown): Promise<Decided> {
  authoriseAnyTeam(actor);
  const { id, version, until } = parseInput(snoozeInput, request);
  const end = new Date(until);
  const days = (end.getTime() - Date.now()) / 86_400_000;
  if (days <= 0 || days > longestDays)
    throw new Invalid(`Choose an end between now and ${longestDays} days ahead. Nothing was snoozed.`, {
      say: say("refusals.recommendation.snoozeEnd", { days: longestDays }),
      fieldErrors: { until: days <= 0 ? "This moment has passed." : `More than ${longestDays} days ahead.` },
      fieldSays: {
        until:
          days <= 0
            ? say("refusals.recommendation.snoozePast")
            : say("refusals.recommendation.snoozeFar", { days: longestDays }),
      },
    });
  return decide(
    db,
    actor,
    { id, version },
    {
      verb: "snooze",
      from: ["open", "blocked", "snoozed"],
      set: {
        state: "snoozed",
        snoozed_until: end,
        decided_by: actor.name,
        decided_by_id: actor.id,
        decided_at: new Date(),
      },
    },
  );
}
