import { z } from "zod";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { type Invitation, issueLink } from "./invite";
import { lockPerson } from "./person-row";

export const resetPasswordSchema = z.object({ userId: z.string().min(1) });

/** A link with which a person who forgot the password sets a new one. The old one works until the link is used. */
export async function resetPassword(
  db: Db,
  actor: Actor,
  input: z.input<typeof resetPasswordSchema>,
): Promise<Invitation> {
  authorise(actor, "people.manage");
  const { userId } = parseInput(resetPasswordSchema, input);
  return db.begin(async (tx) => {
    const person = await lockPerson(tx, userId);
    const link = await issueLink(tx, actor, person);
    await writeAudit(tx, actor, {
      verb: "user.reset_link",
      entity: "user",
      entityId: userId,
      after: { email: person.email, expiresAt: link.expiresAt },
    });
    return link;
  });
}
