import { type Db, getDb } from "@/db/client";
import { type Actor, ROLES, type Role } from "@/lib/services/_shared/actor";
import { type Auth, getAuth } from "./auth";
import { SESSION_IDLE_SECONDS, SESSION_TOUCH_SECONDS } from "./limits";
import { touchSession } from "./touch";

/** A person at a screen. */
export interface SignedIn {
  actor: Actor & { kind: "user" };
  email: string;
  sessionId: string;
  /** When the session ends at the latest. */
  endsAt: Date;
  preferences: Record<string, unknown>;
}

/**
 * The session that the request's cookie names, or null when there is none, it has ended (12 h without a request, 7 days
 * in all), or its person is switched off. `touch: false` leaves the idle clock alone: what an open page does by itself
 * is no sign of a person.
 */
export async function readSession(
  headers: Headers,
  options: { auth?: Auth; db?: Db; touch?: boolean } = {},
): Promise<SignedIn | null> {
  const auth = options.auth ?? getAuth();
  const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  if (!found || found.user.disabled || !isRole(found.user.role)) return null;
  const { session, user } = found;
  const idleSeconds = (Date.now() - session.lastSeenAt.getTime()) / 1000;
  if (idleSeconds > SESSION_IDLE_SECONDS) return null;
  if (options.touch !== false && idleSeconds > SESSION_TOUCH_SECONDS)
    await touchSession(options.db ?? getDb(), session.id);
  return {
    actor: { kind: "user", id: user.id, name: user.name, role: user.role as Role },
    email: user.email,
    sessionId: session.id,
    endsAt: session.expiresAt,
    preferences: (user.preferences ?? {}) as Record<string, unknown>,
  };
}

const isRole = (text: string): text is Role => ROLES.some((role) => role === text);
