import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { refuseAlert } from "./refuse-alert";

export const snoozeAlertSchema = z.object({
  alertId: z.number().int().positive(),
  until: z.iso.datetime({ offset: true }),
});

const longestMilliseconds = 30 * 86_400_000;

/**
 * Leaves an alert out of the bell until a time within 30 days; it comes back then if its cause is still there. Throws
 * Forbidden, Invalid, NotFound or Conflict.
 */
export async function snoozeAlert(
  db: Db,
  actor: Actor,
  request: z.input<typeof snoozeAlertSchema>,
  now: Date = new Date(),
): Promise<{ alertId: number }> {
  authorise(actor, "sync.now");
  const { alertId, until } = parseInput(snoozeAlertSchema, request);
  const at = new Date(until);
  if (at <= now || at.getTime() - now.getTime() > longestMilliseconds)
    throw new Invalid("Choose a time that is still to come, within 30 days; nothing was changed.", {
      say: say("alerts.errors.snoozePast"),
      fieldErrors: { until: "must be a time to come, within 30 days" },
    });
  return db.begin(async (tx) => {
    const [row] = await tx<{ kind: string }[]>`
      update alert set state = 'snoozed', snoozed_until = ${at}, snoozed_by = ${actor.name}, acknowledged_at = null, acknowledged_by = null
      where id = ${alertId} and state <> 'ended' returning kind`;
    if (!row) throw await refuseAlert(tx, alertId);
    await announce(tx, "notices");
    await writeAudit(tx, actor, {
      verb: "alert.snooze",
      entity: "alert",
      entityId: alertId,
      after: { kind: row.kind, until: at.toISOString() },
    });
    return { alertId };
  });
}
