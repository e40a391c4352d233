import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { noRoute } from "./save-route";

export const removeAlertRouteSchema = z.object({ routeId: z.number().int().positive() });

/** Tells a recipient of no alert from now on; the audit keeps what the route was. Throws Forbidden, Invalid or NotFound. */
export async function removeAlertRoute(
  db: Db,
  actor: Actor,
  request: z.input<typeof removeAlertRouteSchema>,
): Promise<{ routeId: number }> {
  authorise(actor, "connection.manage");
  const { routeId } = parseInput(removeAlertRouteSchema, request);
  return db.begin(async (tx) => {
    const [before] = await tx`
      delete from alert_route where id = ${routeId} returning role, user_id, connection_id, kinds, severity_from`;
    if (!before) throw noRoute();
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "alert.route_remove",
      entity: "alert_route",
      entityId: routeId,
      before,
    });
    return { routeId };
  });
}
