import type { Queryable } from "@/db/client";
import type { RecordKind, Stream } from "@/lib/connectors/live-contract";
import type { Counting } from "./apply-records";

const kinds: Record<Stream, RecordKind> = {
  products: "skus",
  locations: "locations",
  stock: "stock",
  listings: "listings",
  orders: "orders",
  returns: "returns",
  campaigns: "campaigns",
  product_ads: "product-ads",
  ad_spend: "ad-spend",
};

/** The kind of record that a stream brings in the first place; its runs bear that name. */
export const runKindOf = (stream: Stream): RecordKind => kinds[stream];

/** What a run is opened with. */
export interface RunOf {
  connectionId: number;
  kind: RecordKind;
  actor: string;
  trigger: "poll" | "webhook";
}

/**
 * Counts batches in a run, each inside the batch's transaction. A poll that brings nothing new leaves no run behind: the
 * first batch of which something was taken or refused begins it.
 */
export const countIn = (run: RunOf, id: number | null): Counting => ({
  id,
  count: async (tx, runId, { read, accepted, unchanged, rejected }) => {
    if (runId !== null) {
      await tx`
        update sync_run set read_count = read_count + ${read}, accepted_count = accepted_count + ${accepted},
          unchanged_count = unchanged_count + ${unchanged}, rejected_count = rejected_count + ${rejected}
        where id = ${runId}`;
      return runId;
    }
    if (accepted + rejected === 0) return null;
    const [row] = await tx<{ id: number }[]>`
      insert into sync_run (connection_id, kind, trigger, state, read_count, accepted_count, unchanged_count, rejected_count, actor, started_at)
      values (${run.connectionId}, ${run.kind}, ${run.trigger}, 'running', ${read}, ${accepted}, ${unchanged}, ${rejected}, ${run.actor}, now())
      returning id`;
    return row?.id ?? null;
  },
});

/** Ends a run. */
export async function endRun(db: Queryable, runId: number | null): Promise<void> {
  if (runId === null) return;
  await db`update sync_run set state = 'done', finished_at = now() where id = ${runId} and state = 'running'`;
}
