import type { Db } from "@/db/client";
import type { Role } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { SESSION_IDLE_SECONDS } from "./limits";

/** Notes in the audit that a person signed in, and from where. */
export async function recordSignIn(db: Db, userId: string, address: string | null): Promise<void> {
  await db.begin(async (tx) => {
    const [person] = await tx<
      { name: string; role: Role }[]
    >`select name, role from app_user where id = ${userId}`;
    if (!person) return;
    await writeAudit(
      tx,
      { kind: "user", id: userId, name: person.name, role: person.role },
      { verb: "session.start", entity: "user", entityId: userId, after: { address } },
    );
  });
}

/** Removes sessions that have ended, at most 100 a call, so that the table stays as small as the company. */
export async function removeEndedSessions(db: Db): Promise<void> {
  await db`
    delete from user_session where id in (
      select id from user_session
      where expires_at < now() or last_seen_at < now() - make_interval(secs => ${SESSION_IDLE_SECONDS}) limit 100)`;
}
