import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { refuseAlert } from "./refuse-alert";

export const reopenAlertSchema = z.object({ alertId: z.number().int().positive() });

/** Takes an acknowledgement or a snooze back: the alert is in the bell again. Throws Forbidden, Invalid, NotFound or Conflict. */
export async function reopenAlert(
  db: Db,
  actor: Actor,
  request: z.input<typeof reopenAlertSchema>,
): Promise<{ alertId: number }> {
  authorise(actor, "sync.now");
  const { alertId } = parseInput(reopenAlertSchema, request);
  return db.begin(async (tx) => {
    const [row] = await tx<{ kind: string; before: string; by: string | null }[]>`
      with held as (
        select id, state, coalesce(acknowledged_by, snoozed_by) as by from alert
        where id = ${alertId} and state in ('acknowledged', 'snoozed') for update)
      update alert a set state = 'open', acknowledged_at = null, acknowledged_by = null, snoozed_until = null, snoozed_by = null
      from held where a.id = held.id returning a.kind, held.state as before, held.by`;
    if (!row) throw await refuseReopening(tx, alertId);
    await announce(tx, "notices");
    await writeAudit(tx, actor, {
      verb: "alert.reopen",
      entity: "alert",
      entityId: alertId,
      before: { state: row.before, by: row.by },
      after: { kind: row.kind, state: "open" },
    });
    return { alertId };
  });
}

async function refuseReopening(tx: Parameters<typeof refuseAlert>[0], alertId: number): Promise<Error> {
  const [row] = await tx`select 1 from alert where id = ${alertId} and state = 'open'`;
  return row
    ? new Conflict("This alert is open already. Nothing was changed.", {
        say: say("alerts.errors.alertOpen"),
      })
    : refuseAlert(tx, alertId);
}
