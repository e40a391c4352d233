import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import { countLag } from "@/lib/ingest/lag";
import type { BatchOutcome } from "@/lib/ingest/outcome";
import { flagOrders } from "@/lib/ingest/reconcile/flag-orders";
import { createBatchTables } from "./batch-tables";
import { markCredits } from "./mark-credits";
import { moveStock } from "./move-stock";
import { countOddities } from "./oddities";
import { rejectedLines } from "./rejected-lines";
import { type Defaults, type DocRange, resolveBatch } from "./resolve";
import type { StageName } from "./stage";
import { writeOrders } from "./write";

/**
 * Applies the staged orders of a range inside the caller's transaction: all of an order or nothing of it. Counts lines.
 * Under `dryRun` nothing but the counting happens.
 */
export async function applyOrders(
  tx: Queryable,
  context: IngestContext,
  stage: StageName,
  range: DocRange,
  defaults: Defaults,
): Promise<BatchOutcome> {
  await createBatchTables(tx);
  // One import of orders a source at a time, so that what is known of an order cannot change between look and write.
  await tx`select pg_advisory_xact_lock(${context.connectionId}, hashtext('ingest.orders'))`;
  await resolveBatch(tx, context, stage, range, defaults);
  const [counts] = await tx<{ read: number; accepted: number; unchanged: number; rejected: number }[]>`
    select coalesce(sum(lines), 0)::int as read,
      coalesce(sum(lines) filter (where status in ('new', 'changed', 'moved')), 0)::int as accepted,
      coalesce(sum(lines) filter (where status = 'unchanged'), 0)::int as unchanged,
      coalesce(sum(lines) filter (where status = 'rejected'), 0)::int as rejected
    from order_batch`;
  const tally = counts ?? { read: 0, accepted: 0, unchanged: 0, rejected: 0 };
  const rejects = tally.rejected > 0 ? await rejectedLines(tx, stage) : [];
  const notes = context.trigger === "import" ? await countOddities(tx) : {};
  if (!context.dryRun && tally.accepted + tally.unchanged > 0) {
    await writeOrders(tx, context);
    if (tally.accepted > 0) {
      await flagOrders(tx, context);
      await markCredits(tx, context);
      if (context.ordersMoveStock) await moveStock(tx, context);
      if (!context.history) await recordLag(tx, context);
    }
  }
  return { ...tally, rejects, notes };
}

async function recordLag(tx: Queryable, context: IngestContext): Promise<void> {
  const times = await tx<{ at: Date }[]>`
    select coalesce(event_at, placed_at) as at from order_batch
    where status in ('new', 'changed', 'moved') and coalesce(event_at, placed_at) > ${context.now}::timestamptz - interval '30 days'`;
  await countLag(
    tx,
    context.connectionId,
    "orders",
    times.map(({ at }) => at.toISOString()),
    context.now,
  );
}
