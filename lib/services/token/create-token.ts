import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { newSecret, sha256Hex } from "@/lib/core/ids";
import { type Actor, ROLES, type Role } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const createTokenSchema = z.object({
  name: z.string().trim().min(1).max(100),
  role: z.enum(ROLES),
  /** Whole days from now, up to ten years; null: works until it is revoked. */
  validDays: z.coerce.number().int().min(1).max(3650).nullable().default(365),
});

/** A token at the one moment when it can be read. */
export interface NewToken {
  id: number;
  name: string;
  role: Role;
  /** The secret itself: only its hash is kept. */
  token: string;
  prefix: string;
  expiresAt: Date | null;
}

/** Makes a bearer token for /api/v1 that acts under one role. */
export async function createToken(
  db: Db,
  actor: Actor,
  input: z.input<typeof createTokenSchema>,
): Promise<NewToken> {
  authorise(actor, "token.manage");
  const { name, role, validDays } = parseInput(createTokenSchema, input);
  const token = `plm_${newSecret()}`;
  const prefix = token.slice(0, 10);
  return db.begin(async (tx) => {
    const [row] = await tx<{ id: number; expiresAt: Date | null }[]>`
      insert into api_token (name, role, prefix, token_hash, created_by, expires_at)
      values (${name}, ${role}, ${prefix}, ${sha256Hex(token)}, ${actor.name}, now() + make_interval(days => ${validDays}))
      returning id, expires_at as "expiresAt"`;
    if (!row) throw new Error("The row of a token did not come back.");
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "token.create",
      entity: "token",
      entityId: row.id,
      after: { name, role, prefix, expiresAt: row.expiresAt },
    });
    return { ...row, name, role, token, prefix };
  });
}
