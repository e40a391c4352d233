import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";

export const alertRouteSchema = z.object({ connectionId: z.number().int().positive(), told: z.boolean() });

/** Sets whether a connection that takes signed webhooks is told of alerts. Throws Forbidden, Invalid or NotFound. */
export async function setAlertRoute(
  db: Db,
  actor: Actor,
  request: z.input<typeof alertRouteSchema>,
): Promise<{ connectionId: number; told: boolean }> {
  authorise(actor, "connection.manage");
  const { connectionId, told } = parseInput(alertRouteSchema, request);
  return db.begin(async (tx) => {
    const [row] = await tx`
      select 1 from connection where id = ${connectionId} and vendor = 'webhook' and state <> 'disconnected'`;
    if (!row)
      throw new NotFound("There is no such connection that takes signed webhooks; nothing was changed.", {
        say: say("alerts.errors.noWebhook"),
      });
    if (told)
      await tx`
        insert into alert_route (connection_id, created_by) values (${connectionId}, ${actor.name}) on conflict do nothing`;
    else await tx`delete from alert_route where connection_id = ${connectionId}`;
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "alert.route",
      entity: "connection",
      entityId: connectionId,
      after: { told },
    });
    return { connectionId, told };
  });
}
