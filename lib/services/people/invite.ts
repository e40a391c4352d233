import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { newSecret, sha256Hex } from "@/lib/core/ids";
import { type Actor, ROLES, type Role } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { emailTaken } from "./email-taken";
import { emailSchema, nameSchema } from "./schemas";

const VALID_DAYS = 7;

export const inviteSchema = z.object({
  email: emailSchema,
  name: nameSchema.optional(),
  role: z.enum(ROLES),
});

/** A link that lets one person in once; shown to the admin a single time, since only its hash is kept. */
export interface Invitation {
  id: number;
  email: string;
  role: Role;
  expiresAt: Date;
  /** Path of the page, with the secret. */
  path: string;
}

/**
 * Invites a person for 7 days. A second invitation of the same person replaces the first. Throws Conflict when the
 * address already has a sign-in.
 */
export async function invite(db: Db, actor: Actor, input: z.input<typeof inviteSchema>): Promise<Invitation> {
  authorise(actor, "people.manage");
  const fields = parseInput(inviteSchema, input);
  return db.begin(async (tx) => {
    const [existing] = await tx`select 1 from app_user where email = ${fields.email}`;
    if (existing) throw emailTaken(fields.email);
    const invitation = await issueLink(tx, actor, fields);
    await writeAudit(tx, actor, {
      verb: "invitation.create",
      entity: "invitation",
      entityId: invitation.id,
      after: { ...fields, expiresAt: invitation.expiresAt },
    });
    return invitation;
  });
}

/** Writes the row of a new link and revokes the person's open one. */
export async function issueLink(
  tx: Tx,
  actor: Actor,
  fields: { email: string; name?: string; role: Role },
): Promise<Invitation> {
  const secret = newSecret();
  await tx`
    update invitation set revoked_at = now() where email = ${fields.email} and accepted_at is null and revoked_at is null`;
  const [row] = await tx<{ id: number; expiresAt: Date }[]>`
    insert into invitation (email, name, role, token_hash, invited_by, expires_at)
    values (${fields.email}, ${fields.name ?? null}, ${fields.role}, ${sha256Hex(secret)}, ${actor.name},
      now() + make_interval(days => ${VALID_DAYS}))
    returning id, expires_at as "expiresAt"`;
  if (!row) throw new Error("The row of an invitation did not come back.");
  await announce(tx, "settings");
  return { ...row, email: fields.email, role: fields.role, path: `/accept/${secret}` };
}
