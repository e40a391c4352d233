import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const signOutEverywhereSchema = z.object({ userId: z.string().min(1) });

/** Ends every session of a person: one's own, or as an admin anybody's. Gives how many ended. */
export async function signOutEverywhere(
  db: Db,
  actor: Actor,
  input: z.input<typeof signOutEverywhereSchema>,
): Promise<number> {
  const { userId } = parseInput(signOutEverywhereSchema, input);
  if (userId !== actor.id) authorise(actor, "people.manage");
  return db.begin(async (tx) => {
    const ended = await tx`delete from user_session where user_id = ${userId}`;
    await announce(tx, "settings", [userId]);
    await writeAudit(tx, actor, {
      verb: "user.sign_out_everywhere",
      entity: "user",
      entityId: userId,
      after: { sessions: ended.count },
    });
    return ended.count;
  });
}
