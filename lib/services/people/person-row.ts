import type { Tx } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Role } from "@/lib/services/_shared/actor";

export interface PersonRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
}

/** The person's row, locked until commit. Throws NotFound. */
export async function lockPerson(tx: Tx, userId: string): Promise<PersonRow> {
  const [person] = await tx<PersonRow[]>`
    select id, email, name, role, disabled from app_user where id = ${userId} for update`;
  if (person) return person;
  throw new NotFound("There is no such person; nothing was changed.", {
    say: say("settings.errors.noPerson"),
  });
}

/**
 * Throws Conflict when nobody but this person could still manage people. The admins' rows are locked in order, so two
 * admins cannot remove each other at the same moment.
 */
export async function keepAnAdmin(tx: Tx, userId: string): Promise<void> {
  const admins = await tx<{ id: string }[]>`
    select id from app_user where role = 'admin' and not disabled order by id for update`;
  const isAdmin = admins.some((admin) => admin.id === userId);
  if (!isAdmin || admins.length > 1) return;
  throw new Conflict(
    "This is the last admin: nobody could manage people afterwards. Make somebody else an admin first; nothing was changed.",
    { say: say("settings.errors.lastAdmin") },
  );
}
