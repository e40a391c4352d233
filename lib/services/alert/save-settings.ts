import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { alertRules, readAlertSettings } from "./settings";

export const saveAlertSettingsSchema = z.object({
  rules: alertRules,
  note: z.string().trim().max(500).optional(),
  /** The version these rules were edited from; 0: the defaults. */
  basedOnVersion: z.number().int().min(0),
});

/**
 * Puts new rules for alerts in force as the next version; the old one stays readable. They hold from the next check on, which
 * is asked for at once. Throws Forbidden, Invalid, or Conflict when another version came into force since.
 */
export async function saveAlertSettings(
  db: Db,
  actor: Actor,
  request: z.input<typeof saveAlertSettingsSchema>,
): Promise<{ version: number }> {
  authorise(actor, "policy.edit");
  const { rules, note, basedOnVersion } = parseInput(saveAlertSettingsSchema, request);
  return db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('alerts.settings'))`;
    const before = await readAlertSettings(tx);
    if (before.version !== basedOnVersion)
      throw new Conflict(
        "The rules for alerts were changed by someone else since you opened them. Nothing was saved: load them anew.",
        { say: say("alerts.errors.settingsChanged") },
      );
    await tx`update alert_settings set active = false where active`;
    const [after] = await tx<{ version: number }[]>`
      insert into alert_settings (rules, note, active, created_by)
      values (${tx.json(rules)}, ${note || null}, true, ${actor.name}) returning version`;
    const version = after?.version ?? 0;
    await enqueue(tx, "alerts.check", {}, { key: "alerts.check" });
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "alert.settings",
      entity: "alert_settings",
      entityId: version,
      before: before.rules,
      after: rules,
      ...(note ? { reason: note } : {}),
    });
    return { version };
  });
}
