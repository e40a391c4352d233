import { z } from "zod";
import type { Db } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor, Role } from "../_shared/actor";
import { may } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { authoriseAnyTeam } from "./authorise-team";
import { loadStanding } from "./conflict";
import { type Decided, decide } from "./decide";
import type { Team } from "./types";

export const assignInput = z.object({
  id: z.number().int().positive(),
  version: z.number().int().positive(),
  /** Null: nobody in particular. */
  userId: z.string().max(100).nullable(),
});

/**
 * Gives a recommendation to a person of its team, or to nobody. Throws Forbidden, Invalid when the person may not decide
 * it, NotFound or Conflict.
 */
export async function assignRecommendation(db: Db, actor: Actor, request: unknown): Promise<Decided> {
  authoriseAnyTeam(actor);
  const { id, version, userId } = parseInput(assignInput, request);
  if (userId !== null) await checkPerson(db, id, userId);
  return decide(
    db,
    actor,
    { id, version },
    {
      verb: "assign",
      from: ["open", "blocked", "snoozed"],
      set: { assigned_to: userId },
    },
  );
}

async function checkPerson(db: Db, id: number, userId: string): Promise<void> {
  await loadStanding(db, id);
  const [row] = await db<{ name: string; role: Role; team: Team }[]>`
    select u.name, u.role, r.team from app_user u, recommendation r where u.id = ${userId} and not u.disabled and r.id = ${id}`;
  if (!row)
    throw new Invalid("This person is not known or can no longer sign in. Choose another one.", {
      say: say("refusals.recommendation.unknownPerson"),
    });
  if (!may(row.role, `decide.${row.team}`))
    throw new Invalid(
      `${row.name} has the role ${row.role} and may not decide for ${row.team}. Choose another person.`,
      {
        say: say("refusals.recommendation.otherTeam", {
          name: row.name,
          role: say("shell.role", { role: row.role }),
          team: say("shell.role", { role: row.team }),
        }),
      },
    );
}
