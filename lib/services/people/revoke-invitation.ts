import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const revokeInvitationSchema = z.object({ invitationId: z.coerce.number().int().positive() });

/** Makes an open invitation's link worthless. Throws Conflict when it was used or revoked before. */
export async function revokeInvitation(
  db: Db,
  actor: Actor,
  input: z.input<typeof revokeInvitationSchema>,
): Promise<void> {
  authorise(actor, "people.manage");
  const { invitationId } = parseInput(revokeInvitationSchema, input);
  await db.begin(async (tx) => {
    const [row] = await tx<{ email: string }[]>`
      update invitation set revoked_at = now()
      where id = ${invitationId} and accepted_at is null and revoked_at is null returning email`;
    if (!row)
      throw new Conflict("This invitation has been used or withdrawn already; nothing was changed.", {
        say: say("settings.errors.invitationClosed"),
      });
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "invitation.revoke",
      entity: "invitation",
      entityId: invitationId,
      before: row,
    });
  });
}
