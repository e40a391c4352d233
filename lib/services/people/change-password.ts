import { hashPassword, verifyPassword } from "better-auth/crypto";
import { z } from "zod";
import type { Db } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { consumeRate } from "@/lib/services/session/consume-rate";
import { passwordSchema } from "./schemas";

export const changePasswordSchema = z.object({
  currentPassword: z.string().min(1).max(200),
  newPassword: passwordSchema,
});

/**
 * A person's own new password, against the current one. Ends every other session of theirs; `keepSessionId` is the one
 * at hand. Throws Invalid on a wrong current password, and after ten tries in a quarter of an hour.
 */
export async function changePassword(
  db: Db,
  actor: Actor,
  input: z.input<typeof changePasswordSchema>,
  keepSessionId: string | null,
): Promise<void> {
  const { currentPassword, newPassword } = parseInput(changePasswordSchema, input);
  if (!(await consumeRate(db, `change-password:${actor.id}`, 10, 15 * 60)))
    throw new Invalid("Too many tries. Wait 15 minutes, then try again; nothing was changed.", {
      say: say("auth.errors.tooManyTries"),
    });
  const [account] = await db<{ password: string }[]>`
    select password from user_account where user_id = ${actor.id} and provider_id = 'credential'`;
  if (!account || !(await verifyPassword({ hash: account.password, password: currentPassword })))
    throw new Invalid("The current password is not right; nothing was changed.", {
      say: say("auth.errors.currentPassword"),
      fieldErrors: { currentPassword: "is not right" },
      fieldSays: { currentPassword: say("auth.errors.currentPasswordField") },
    });
  const hash = await hashPassword(newPassword);
  await db.begin(async (tx) => {
    await tx`
      update user_account set password = ${hash}, updated_at = now()
      where user_id = ${actor.id} and provider_id = 'credential'`;
    await tx`delete from user_session where user_id = ${actor.id} and id is distinct from ${keepSessionId}`;
    await writeAudit(tx, actor, { verb: "user.password", entity: "user", entityId: actor.id });
  });
}
