import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { wakeUnmapped } from "@/lib/ingest/sync/apply-waiting";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const createSkuSchema = z.object({
  code: z.string().trim().min(1).max(200),
  title: z.string().trim().min(1).max(300),
});

/**
 * Makes a SKU that records already name, with no cost or price known yet, and lets those that wait for it go on. Throws
 * Conflict when the code is taken.
 */
export async function createSku(
  db: Db,
  actor: Actor,
  input: z.input<typeof createSkuSchema>,
): Promise<{ records: number }> {
  authorise(actor, "order.resolve");
  const { code, title } = parseInput(createSkuSchema, input);
  await db.begin(async (tx) => {
    const [row] = await tx<{ id: number }[]>`
      insert into sku (code, title, currency)
      select ${code}, ${title}, coalesce((select base_currency from company), 'USD')
      on conflict (code) do nothing returning id`;
    if (!row)
      throw new Conflict(`There is a SKU ${code} already. Map to it instead; nothing was changed.`, {
        say: say("inbox.errors.skuTaken", { code }),
        fieldErrors: { code: "is taken" },
        fieldSays: { code: say("inbox.errors.skuTakenField") },
      });
    await announce(tx, "sync");
    await writeAudit(tx, actor, {
      verb: "sku.create",
      entity: "sku",
      entityId: row.id,
      after: { code, title },
    });
  });
  return { records: await wakeUnmapped(db) };
}
