import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { keepAnAdmin, lockPerson } from "./person-row";

export const setDisabledSchema = z.object({ userId: z.string().min(1), disabled: z.boolean() });

/**
 * Switches a person's sign-in off, which ends their sessions in the same transaction, or on again. What they did stays.
 * Throws Conflict when the last admin would be gone.
 */
export async function setDisabled(
  db: Db,
  actor: Actor,
  input: z.input<typeof setDisabledSchema>,
): Promise<void> {
  authorise(actor, "people.manage");
  const { userId, disabled } = parseInput(setDisabledSchema, input);
  await db.begin(async (tx) => {
    if (disabled) await keepAnAdmin(tx, userId);
    const person = await lockPerson(tx, userId);
    if (person.disabled === disabled) return;
    await tx`update app_user set disabled = ${disabled}, updated_at = now() where id = ${userId}`;
    if (disabled) await tx`delete from user_session where user_id = ${userId}`;
    await announce(tx, "settings", [userId]);
    await writeAudit(tx, actor, {
      verb: disabled ? "user.disable" : "user.enable",
      entity: "user",
      entityId: userId,
      before: { email: person.email, disabled: person.disabled },
      after: { email: person.email, disabled },
    });
  });
}
