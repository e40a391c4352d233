import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Invalid, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { isLive } from "@/lib/ingest/sync/vendors";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { sealSecret } from "@/lib/services/_shared/seal";
import { newSigningSecret } from "./new-secret";
import { OVERLAP_HOURS_MAX, OVERLAP_HOURS_USUAL } from "./schemas";

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
  /** How long the replaced secret holds beside the new one; 0: not a moment, for one that got out. */
  overlapHours: z.coerce.number().int().min(0).max(OVERLAP_HOURS_MAX).default(OVERLAP_HOURS_USUAL),
});

/** What rotateSecret gives, this once. */
export interface RotatedSecret {
  key: string;
  secret: string;
  /** Until when the replaced one holds; null: there was none, or it ended at once. */
  formerUntil: Date | null;
}

/**
 * Replaces a connection's signing secret and gives the new one, this once. Until the overlap ends, what goes out bears a
 * signature of each and what comes in may bear either, so the other side changes over when it likes; with no overlap every
 * former secret ends at once. The audit says that, never what. Throws NotFound, and Invalid on a field that cannot be used.
 */
export async function rotateSecret(
  db: Db,
  actor: Actor,
  input: z.input<typeof rotateSecretSchema>,
): Promise<RotatedSecret> {
  authorise(actor, "connection.manage");
  const { connectionId, secret: given, overlapHours } = parseInput(rotateSecretSchema, input);
  const secret = given || newSigningSecret();
  return db.begin(async (tx) => {
    await refuseLive(tx, connectionId);
    const [row] = await tx<{ key: string; former: Uint8Array | null }[]>`
      with before as (select id, secret_sealed from connection where id = ${connectionId} for update)
      update connection c set secret_sealed = ${sealSecret(secret)} from before
      where c.id = before.id returning c.key, before.secret_sealed as former`;
    if (!row)
      throw new NotFound("There is no such connection; nothing was changed.", {
        say: say("settings.errors.noConnection"),
      });
    await tx`
      delete from connection_former_secret
      where connection_id = ${connectionId} and (ends_at <= now() or ${overlapHours === 0})`;
    const formerUntil = await keepFormer(tx, connectionId, row.former, overlapHours);
    await announce(tx, "sync");
    await writeAudit(tx, actor, {
      verb: "connection.rotate_secret",
      entity: "connection",
      entityId: connectionId,
      after: { key: row.key, overlapHours, formerUntil },
    });
    return { key: row.key, secret, formerUntil };
  });
}

/** Credentials of a live connection are the vendor's, and changed by reconnecting. */
async function refuseLive(tx: Tx, connectionId: number): Promise<void> {
  const [row] = await tx<{ vendor: string }[]>`select vendor from connection where id = ${connectionId}`;
  if (!row || !isLive(row.vendor)) return;
  throw new Invalid(
    "This connection's secrets are the vendor's own. Reconnect it to change them; nothing was changed.",
    {
      say: say("live.errors.vendorSecret"),
    },
  );
}

async function keepFormer(
  tx: Tx,
  connectionId: number,
  sealed: Uint8Array | null,
  overlapHours: number,
): Promise<Date | null> {
  if (sealed === null || overlapHours === 0) return null;
  const [kept] = await tx<{ endsAt: Date }[]>`
    insert into connection_former_secret (connection_id, secret_sealed, ends_at)
    values (${connectionId}, ${sealed}, now() + make_interval(hours => ${overlapHours})) returning ends_at as "endsAt"`;
  return kept?.endsAt ?? null;
}
