import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { type Actor, ROLES } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { keepAnAdmin, lockPerson } from "./person-row";

export const changeRoleSchema = z.object({ userId: z.string().min(1), role: z.enum(ROLES) });

/**
 * Gives a person another role. It counts from their next request, since the role is read from the row each time.
 * Throws Conflict when the last admin would be gone.
 */
export async function changeRole(
  db: Db,
  actor: Actor,
  input: z.input<typeof changeRoleSchema>,
): Promise<void> {
  authorise(actor, "people.manage");
  const { userId, role } = parseInput(changeRoleSchema, input);
  await db.begin(async (tx) => {
    if (role !== "admin") await keepAnAdmin(tx, userId);
    const person = await lockPerson(tx, userId);
    if (person.role === role) return;
    await tx`update app_user set role = ${role}, updated_at = now() where id = ${userId}`;
    await announce(tx, "settings", [userId]);
    await writeAudit(tx, actor, {
      verb: "user.role",
      entity: "user",
      entityId: userId,
      before: { email: person.email, role: person.role },
      after: { email: person.email, role },
    });
  });
}
