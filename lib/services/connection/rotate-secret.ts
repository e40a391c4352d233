import { z } from "zod";
import type { Db } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { sealSecret } from "@/lib/services/_shared/seal";
import { newSigningSecret } from "./new-secret";

export const rotateSecretSchema = z.object({
  connectionId: z.coerce.number().int().positive(),
  /** The vendor's own secret; left out or empty: a new one is made. */
  secret: z
    .string()
    .trim()
    .max(200)
    .refine((text) => text === "" || /^(whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/.test(text), {
      params: { key: "settings.errors.secretField" },
    })
    .default(""),
});

/**
 * Replaces a connection's signing secret and gives the new one, this once. The old one is worthless at once, so messages
 * signed with it are refused until the other side has the new one. The audit says that, never what. Throws NotFound.
 */
export async function rotateSecret(
  db: Db,
  actor: Actor,
  input: z.input<typeof rotateSecretSchema>,
): Promise<{ key: string; secret: string }> {
  authorise(actor, "connection.manage");
  const { connectionId, secret: given } = parseInput(rotateSecretSchema, input);
  const secret = given || newSigningSecret();
  return db.begin(async (tx) => {
    const [row] = await tx<{ key: string }[]>`
      update connection set secret_sealed = ${sealSecret(secret)} where id = ${connectionId} returning key`;
    if (!row)
      throw new NotFound("There is no such connection; nothing was changed.", {
        say: say("settings.errors.noConnection"),
      });
    await writeAudit(tx, actor, {
      verb: "connection.rotate_secret",
      entity: "connection",
      entityId: connectionId,
      after: { key: row.key },
    });
    return { key: row.key, secret };
  });
}
