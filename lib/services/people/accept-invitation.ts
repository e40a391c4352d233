import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { newId, sha256Hex } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import type { Role } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { nameSchema, passwordSchema } from "./schemas";

export const acceptInvitationSchema = z.object({
  token: z.string().min(20).max(100),
  name: nameSchema,
  password: passwordSchema,
});

interface OpenInvitation {
  id: number;
  email: string;
  name: string | null;
  role: Role;
  /** Whether the person has a sign-in already, so that the link sets a new password. */
  known: boolean;
}

/** What an invitation's page shows, or null when the link was used, has ended, was replaced, or never was. */
export async function findInvitation(db: Db, token: string): Promise<OpenInvitation | null> {
  const [row] = await db<OpenInvitation[]>`
    select i.id, i.email, coalesce(u.name, i.name) as name, coalesce(u.role, i.role) as role, u.id is not null as known
    from invitation i left join app_user u on u.email = i.email
    where i.token_hash = ${sha256Hex(token)} and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()`;
  return row ?? null;
}

/**
 * Lets an invited person in: makes the sign-in, or gives an existing one its new password and ends its sessions. The
 * link works once, also for two who press at the same moment. Throws NotFound when it works no longer.
 */
export async function acceptInvitation(
  db: Db,
  input: z.input<typeof acceptInvitationSchema>,
): Promise<{ email: string }> {
  const { token, name, password } = parseInput(acceptInvitationSchema, input);
  const hash = await hashPassword(password);
  return db.begin(async (tx) => {
    const [taken] = await tx<{ id: number; email: string; role: Role }[]>`
      update invitation set accepted_at = now()
      where token_hash = ${sha256Hex(token)} and accepted_at is null and revoked_at is null and expires_at > now()
      returning id, email, role`;
    if (!taken)
      throw new NotFound("This link has been used, has ended or was replaced. Ask an admin for a new one.", {
        say: say("auth.errors.linkClosed"),
      });
    const person = await placeUser(tx, { ...taken, name }, hash);
    await tx`update invitation set accepted_user_id = ${person.id} where id = ${taken.id}`;
    await announce(tx, "settings");
    await writeAudit(
      tx,
      { kind: "user", ...person },
      {
        verb: person.made ? "invitation.accept" : "user.password",
        entity: "user",
        entityId: person.id,
        after: { email: taken.email, invitation: taken.id },
      },
    );
    return { email: taken.email };
  });
}

/** The invited person's row and password, whether new or known. An existing role stays: only an admin changes it. */
async function placeUser(
  tx: Tx,
  fields: { email: string; name: string; role: Role },
  hash: string,
): Promise<{ id: string; name: string; role: Role; made: boolean }> {
  const [person] = await tx<{ id: string; name: string; role: Role; made: boolean }[]>`
    insert into app_user as u (id, email, name, role, email_verified)
    values (${newId()}, ${fields.email}, ${fields.name}, ${fields.role}, true)
    on conflict (email) do update set updated_at = now()
    returning u.id, u.name, u.role, u.xmax = 0 as made`;
  if (!person) throw new Error("The row of a person did not come back.");
  await tx`
    insert into user_account (user_id, account_id, provider_id, password)
    values (${person.id}, ${person.id}, 'credential', ${hash})
    on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`;
  if (!person.made) await tx`delete from user_session where user_id = ${person.id}`;
  return person;
}
