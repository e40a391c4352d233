import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";

export const cancelOverrideSchema = z.object({
  overrideId: z.number().int().positive(),
  /** True: what was taken back holds again. */
  restore: z.boolean().default(false),
});

/**
 * Takes back what was said of a SKU's demand, or says it again; the forecast is worked out anew at once. What was scored stays.
 * Throws Forbidden, Invalid, or Conflict when it is so already, is over, or something else is said of its days by now.
 */
export async function cancelOverride(
  db: Db,
  actor: Actor,
  request: z.input<typeof cancelOverrideSchema>,
  now: Date = new Date(),
): Promise<{ overrideId: number }> {
  authorise(actor, "forecast.override");
  const { overrideId, restore } = parseInput(cancelOverrideSchema, request);
  return db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('forecast.override'), sku_id) from forecast_override where id = ${overrideId}`;
    const [row] = await tx<{ skuId: number; code: string }[]>`
      update forecast_override o set version = version + 1,
        cancelled_at = case when ${restore} then null else ${now}::timestamptz end,
        cancelled_by = case when ${restore} then null else ${actor.name} end
      from sku s
      where o.id = ${overrideId} and s.id = o.sku_id and (o.cancelled_at is not null) = ${restore} and o.scored_at is null
        and not (${restore} and exists (select from forecast_override p
          where p.sku_id = o.sku_id and p.id <> o.id and p.cancelled_at is null and p.from_day <= o.to_day and p.to_day >= o.from_day
            and (p.location_id is null or o.location_id is null or p.location_id = o.location_id)))
      returning o.sku_id as "skuId", s.code`;
    if (!row)
      throw new Conflict("This was changed meanwhile or is over. Nothing was changed: load the page anew.", {
        say: say("forecast.errors.gone"),
      });
    await announce(tx, "stock", [row.skuId]);
    await writeAudit(tx, actor, {
      verb: restore ? "forecast.override_restore" : "forecast.override_cancel",
      entity: "sku",
      entityId: row.code,
      after: { override: overrideId },
    });
    return { overrideId };
  });
}
