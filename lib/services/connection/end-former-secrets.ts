import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const endFormerSecretsSchema = z.object({ connectionId: z.coerce.number().int().positive() });

/**
 * Ends a connection's replaced secrets before their time: the other side has changed over, or one got out. Throws Conflict
 * when none holds any more.
 */
export async function endFormerSecrets(
  db: Db,
  actor: Actor,
  input: z.input<typeof endFormerSecretsSchema>,
): Promise<void> {
  authorise(actor, "connection.manage");
  const { connectionId } = parseInput(endFormerSecretsSchema, input);
  await db.begin(async (tx) => {
    const ended = await tx<{ endsAt: Date }[]>`
      delete from connection_former_secret where connection_id = ${connectionId} and ends_at > now()
      returning ends_at as "endsAt"`;
    if (ended.length === 0)
      throw new Conflict("No former secret of this connection holds any more; nothing was changed.", {
        say: say("settings.errors.noFormerSecret"),
      });
    await announce(tx, "sync");
    await writeAudit(tx, actor, {
      verb: "connection.end_former_secrets",
      entity: "connection",
      entityId: connectionId,
      before: { until: ended.map(({ endsAt }) => endsAt) },
    });
  });
}
