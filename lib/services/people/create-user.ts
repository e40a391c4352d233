import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { newId } from "@/lib/core/ids";
import { type Actor, ROLES, type Role } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { emailTaken } from "./email-taken";
import { emailSchema, nameSchema, passwordSchema } from "./schemas";

export const createUserSchema = z
  .object({
    email: emailSchema,
    name: nameSchema,
    role: z.enum(ROLES),
    /** Left out: the person cannot sign in until a password is set or an invitation accepted. */
    password: passwordSchema.optional(),
  })
  .strict();

export interface Person {
  id: string;
  email: string;
  name: string;
  role: Role;
}

/**
 * Makes a sign-in. The password is stored by the library's own hash. Throws Invalid on a field that cannot be used and
 * Conflict when the e-mail address already has a sign-in.
 */
export async function createUser(
  db: Db,
  actor: Actor,
  input: z.input<typeof createUserSchema>,
): Promise<Person> {
  authorise(actor, "people.manage");
  const { password, ...fields } = parseInput(createUserSchema, input);
  const hash = password && (await hashPassword(password));
  return db.begin(async (tx) => {
    const person: Person = { id: newId(), ...fields };
    const made = await tx`
      insert into app_user (id, email, name, role) values (${person.id}, ${person.email}, ${person.name}, ${person.role})
      on conflict (email) do nothing`;
    if (made.count === 0) throw emailTaken(person.email);
    if (hash)
      await tx`
        insert into user_account (user_id, account_id, provider_id, password)
        values (${person.id}, ${person.id}, 'credential', ${hash})`;
    await announce(tx, "settings");
    await writeAudit(tx, actor, { verb: "user.create", entity: "user", entityId: person.id, after: fields });
    return person;
  });
}
