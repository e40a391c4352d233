import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { noPromotion, promotionChanged } from "./save-promotion";

export const endPromotionSchema = z.object({
  promotionId: z.number().int().positive(),
  seenVersion: z.number().int(),
  /** True: ends it before its time, or before it begins. False: takes that back, if its time is not over. */
  end: z.boolean(),
});

/** Ends a promotion before its time, or takes that back; its SKUs are worked out anew at once. Throws Forbidden, Invalid, NotFound or Conflict. */
export async function endPromotion(
  db: Db,
  actor: Actor,
  request: z.input<typeof endPromotionSchema>,
  now: Date = new Date(),
): Promise<{ promotionId: number }> {
  authorise(actor, "publish.set");
  const { promotionId, seenVersion, end } = parseInput(endPromotionSchema, request);
  return db.begin(async (tx) => {
    const [row] = end
      ? await tx<{ name: string }[]>`
          update promotion set phase = 'cancelled', cancelled_at = ${now}, cancelled_by = ${actor.name}, version = version + 1
          where id = ${promotionId} and version = ${seenVersion} and cancelled_at is null and ends_at > ${now} returning name`
      : await tx<{ name: string }[]>`
          update promotion set phase = case when starts_at <= ${now} then 'running' else 'planned' end, cancelled_at = null, cancelled_by = null,
            version = version + 1
          where id = ${promotionId} and version = ${seenVersion} and cancelled_at is not null and ends_at > ${now} returning name`;
    if (!row) {
      const [there] = await tx`select 1 from promotion where id = ${promotionId}`;
      throw there ? promotionChanged() : noPromotion();
    }
    await announce(tx, "stock");
    await writeAudit(tx, actor, {
      verb: end ? "promotion.end" : "promotion.resume",
      entity: "promotion",
      entityId: promotionId,
      after: { name: row.name },
    });
    return { promotionId };
  });
}
