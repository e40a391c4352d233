import type { Queryable } from "@/db/client";
import type { Actor, Role } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";

export interface ListedToken {
  id: number;
  name: string;
  role: Role;
  prefix: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  /** Whether it works at the moment asked for. */
  works: boolean;
}

/** All tokens, those that work first, newest first. */
export async function listTokens(db: Queryable, actor: Actor, now = new Date()): Promise<ListedToken[]> {
  authorise(actor, "token.manage");
  return db<ListedToken[]>`
    select id, name, role, prefix, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt",
      revoked_at as "revokedAt", last_used_at as "lastUsedAt",
      revoked_at is null and (expires_at is null or expires_at > ${now}) as works
    from api_token order by works desc, id desc`;
}
