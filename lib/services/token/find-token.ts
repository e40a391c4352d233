import type { Db } from "@/db/client";
import { sha256Hex } from "@/lib/core/ids";
import type { Actor, Role } from "@/lib/services/_shared/actor";

/** A token that may act. */
export interface KnownToken {
  id: number;
  actor: Actor & { kind: "token" };
}

interface Remembered {
  token: KnownToken | null;
  until: number;
}

/** How long an answer is kept: a revoked token works at most this long in another process. */
const KEPT_MILLISECONDS = 3_000;
const KEPT_TOKENS_MAX = 1_000;
/** On the process, not the module: pages and route handlers are bundled apart and must forget together. */
const processWide = globalThis as { plimsollTokens?: Map<string, Remembered> };

function memory(): Map<string, Remembered> {
  processWide.plimsollTokens ??= new Map();
  return processWide.plimsollTokens;
}

/** Forgets what was looked up, so that the next request of every token asks the database. */
export const forgetTokens = (): void => memory().clear();

/**
 * The token that this secret belongs to, or null when it is unknown, expired or revoked. The lookup is by the secret's
 * hash, so its time says nothing about other tokens. Notes the time of use, at most once a minute.
 */
export async function findToken(db: Db, secret: string): Promise<KnownToken | null> {
  const hash = sha256Hex(secret);
  const remembered = memory();
  const now = Date.now();
  const known = remembered.get(hash);
  if (known && known.until > now) return known.token;
  const token = await lookUp(db, hash);
  if (remembered.size >= KEPT_TOKENS_MAX) remembered.clear();
  remembered.set(hash, { token, until: now + KEPT_MILLISECONDS });
  return token;
}

async function lookUp(db: Db, hash: string): Promise<KnownToken | null> {
  const [row] = await db<{ id: number; name: string; role: Role }[]>`
    with found as (
      select id, name, role, last_used_at from api_token
      where token_hash = ${hash} and revoked_at is null and (expires_at is null or expires_at > now())
    ), used as (
      update api_token t set last_used_at = now() from found f
      where t.id = f.id and (f.last_used_at is null or f.last_used_at < now() - interval '1 minute')
    )
    select id, name, role from found`;
  if (!row) return null;
  return { id: row.id, actor: { kind: "token", id: `token:${row.id}`, name: row.name, role: row.role } };
}
