import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { ALERT_KINDS, SEVERITIES } from "./kinds";

/** Who is told: everybody of a role or one person by e-mail, or a system by signed webhook. */
const recipient = z.union([
  z.object({ role: z.enum(["supply", "marketing", "operator", "manager", "admin"]) }),
  z.object({ userId: z.string().min(1) }),
  z.object({ connectionId: z.number().int().positive() }),
]);

export const saveAlertRouteSchema = z.object({
  /** The route that is changed; absent: a new one. */
  routeId: z.number().int().positive().optional(),
  to: recipient,
  /** Null: of all kinds, also those to come. */
  kinds: z.array(z.enum(ALERT_KINDS)).min(1).nullable(),
  severityFrom: z.enum(SEVERITIES),
});
type Request = z.output<typeof saveAlertRouteSchema>;
export type AlertRecipient = Request["to"];

/**
 * Adds a route or changes one: who is told, of which kinds, from which severity on. Alerts raised from then on follow it.
 * Throws Forbidden, Invalid, NotFound, or Conflict when another route tells the same recipient.
 */
export async function saveAlertRoute(
  db: Db,
  actor: Actor,
  request: z.input<typeof saveAlertRouteSchema>,
): Promise<{ routeId: number }> {
  authorise(actor, "connection.manage");
  const input = parseInput(saveAlertRouteSchema, request);
  return db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('alerts.routes'))`;
    await checkRecipient(tx, input);
    const role = "role" in input.to ? input.to.role : null;
    const userId = "userId" in input.to ? input.to.userId : null;
    const connectionId = "connectionId" in input.to ? input.to.connectionId : null;
    const id = input.routeId ?? null;
    const [before] =
      id === null
        ? []
        : await tx`select role, user_id, connection_id, kinds, severity_from from alert_route where id = ${id}`;
    if (id !== null && !before) throw noRoute();
    const [saved] =
      id === null
        ? await tx<{ id: number }[]>`
            insert into alert_route (role, user_id, connection_id, kinds, severity_from, created_by)
            values (${role}, ${userId}, ${connectionId}, ${input.kinds}, ${input.severityFrom}, ${actor.name}) returning id`
        : await tx<{ id: number }[]>`
            update alert_route set role = ${role}, user_id = ${userId}, connection_id = ${connectionId}, kinds = ${input.kinds},
              severity_from = ${input.severityFrom} where id = ${id} returning id`;
    const routeId = saved?.id ?? 0;
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "alert.route",
      entity: "alert_route",
      entityId: routeId,
      before,
      after: { ...input.to, kinds: input.kinds, severityFrom: input.severityFrom },
    });
    return { routeId };
  });
}

/** The error of a route that is not there. */
export const noRoute = (): NotFound =>
  new NotFound("This route does not exist any more; nothing was changed. Reload the list.", {
    say: say("alerts.errors.noRoute"),
  });

async function checkRecipient(tx: Tx, { to, routeId }: Request): Promise<void> {
  if ("connectionId" in to) {
    const [row] = await tx`
      select 1 from connection where id = ${to.connectionId} and vendor = 'webhook' and state <> 'disconnected'`;
    if (!row)
      throw new NotFound("There is no such connection that takes signed webhooks; nothing was changed.", {
        say: say("alerts.errors.noWebhook"),
      });
  }
  if ("userId" in to) {
    const [row] = await tx`select 1 from app_user where id = ${to.userId} and not disabled`;
    if (!row)
      throw new NotFound("There is no such person who may sign in; nothing was changed.", {
        say: say("alerts.errors.noPerson"),
      });
  }
  const [twin] = await tx`
    select 1 from alert_route where id is distinct from ${routeId ?? null}
      and role is not distinct from ${"role" in to ? to.role : null}
      and user_id is not distinct from ${"userId" in to ? to.userId : null}
      and connection_id is not distinct from ${"connectionId" in to ? to.connectionId : null}`;
  if (twin)
    throw new Conflict("Another route tells the same recipient. Change that one; nothing was changed.", {
      say: say("alerts.errors.routeThere"),
    });
}
