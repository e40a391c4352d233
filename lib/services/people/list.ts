import type { Queryable } from "@/db/client";
import type { Actor, Role } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { SESSION_IDLE_SECONDS } from "@/lib/services/session/limits";

export interface ListedPerson {
  id: string;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
  createdAt: Date;
  /** Last request of any session that has not ended; null when there is none. */
  lastSeenAt: Date | null;
  sessions: number;
}

export interface ListedInvitation {
  id: number;
  email: string;
  role: Role;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Everybody who may sign in, admins first, then by name. */
export async function listPeople(db: Queryable, actor: Actor): Promise<ListedPerson[]> {
  authorise(actor, "people.manage");
  return db<ListedPerson[]>`
    select u.id, u.email, u.name, u.role, u.disabled, u.created_at as "createdAt",
      s.last_seen_at as "lastSeenAt", s.sessions
    from app_user u
    cross join lateral (
      select max(last_seen_at) as last_seen_at, count(*)::int as sessions from user_session
      where user_id = u.id and expires_at > now()
        and last_seen_at > now() - make_interval(secs => ${SESSION_IDLE_SECONDS})) s
    order by u.disabled, u.role = 'admin' desc, lower(u.name), u.id`;
}

/** Invitations that work at `now`, newest first. */
export async function listInvitations(
  db: Queryable,
  actor: Actor,
  now = new Date(),
): Promise<ListedInvitation[]> {
  authorise(actor, "people.manage");
  return db<ListedInvitation[]>`
    select id, email, role, invited_by as "invitedBy", created_at as "createdAt", expires_at as "expiresAt"
    from invitation where accepted_at is null and revoked_at is null and expires_at > ${now}
    order by id desc`;
}
