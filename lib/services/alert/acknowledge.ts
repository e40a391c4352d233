import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { refuseAlert } from "./refuse-alert";

export const acknowledgeAlertSchema = z.object({ alertId: z.number().int().positive() });

/** Somebody sees to it: it leaves the bell, and ends by itself when its cause is gone. Throws Forbidden, Invalid, NotFound or Conflict. */
export async function acknowledgeAlert(
  db: Db,
  actor: Actor,
  request: z.input<typeof acknowledgeAlertSchema>,
): Promise<{ alertId: number }> {
  authorise(actor, "sync.now");
  const { alertId } = parseInput(acknowledgeAlertSchema, request);
  return db.begin(async (tx) => {
    const [row] = await tx<{ kind: string }[]>`
      update alert set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = ${actor.name}, snoozed_until = null, snoozed_by = null
      where id = ${alertId} and state in ('open', 'snoozed') returning kind`;
    if (!row) throw await refuseAlert(tx, alertId);
    await announce(tx, "notices");
    await writeAudit(tx, actor, {
      verb: "alert.acknowledge",
      entity: "alert",
      entityId: alertId,
      after: { kind: row.kind },
    });
    return { alertId };
  });
}
