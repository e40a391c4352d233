import type { Queryable } from "@/db/client";

/** One hour of a source's orders, held against ours some time after it ended. */
export interface ReconciliationRow {
  connectionId: number;
  source: string;
  hour: Date;
  /** 300, 3600 or 86400 seconds after the hour ended. */
  afterSeconds: number;
  /** reading: the source is being read. asked_again: what differed is. failed: the source did not answer. */
  state: "reading" | "asked_again" | "done" | "failed";
  comparedAt: Date | null;
  sourceOrders: number | null;
  ourOrders: number | null;
  sourceUnits: number | null;
  ourUnits: number | null;
  /** Minor units by currency. */
  sourceAmounts: Record<string, number> | null;
  ourAmounts: Record<string, number> | null;
  /** Whether the hashes over ids and checked fields are equal; null: not compared yet. */
  same: boolean | null;
  /** What differed at first, what of it was asked for again, and what remained. */
  found: number;
  askedAgain: number;
  remaining: number | null;
  errorCode: string | null;
}

/** The latest comparisons, of all sources or one, newest hour first. */
export async function listReconciliations(
  db: Queryable,
  params: { connectionId?: number; onlyDifferent?: boolean; limit: number },
): Promise<ReconciliationRow[]> {
  const rows = await db<ReconciliationRow[]>`
    select r.connection_id as "connectionId", c.name as source, r.hour, r.after_seconds as "afterSeconds", r.state, r.compared_at as "comparedAt",
      r.source_orders as "sourceOrders", r.our_orders as "ourOrders", r.source_units as "sourceUnits", r.our_units as "ourUnits",
      r.source_amounts as "sourceAmounts", r.our_amounts as "ourAmounts", r.source_hash = r.our_hash as same, r.found_count as found,
      r.asked_again_count as "askedAgain", r.remaining_count as remaining, r.error_code as "errorCode"
    from reconciliation r join connection c on c.id = r.connection_id
    where (${params.connectionId ?? null}::int is null or r.connection_id = ${params.connectionId ?? null}::int)
      and (${!params.onlyDifferent} or r.found_count > 0)
    order by r.hour desc, r.after_seconds, c.name limit ${params.limit}`;
  return [...rows];
}

export interface FieldAccuracyDay {
  day: string;
  /** A field of accuracyFields. */
  field: string;
  /** Null: all channels. */
  channelId: number | null;
  checked: number;
  wrong: number;
  /** 0 to 1. */
  share: number | null;
}

/** Order-sync accuracy by field and day (UTC), over all channels or of one; from the figures that are kept by the hour. */
export async function fieldAccuracy(
  db: Queryable,
  params: { days: number; channelId?: number },
): Promise<FieldAccuracyDay[]> {
  const prefix = params.channelId === undefined ? "" : `channel:${params.channelId}|`;
  const rows = await db<FieldAccuracyDay[]>`
    select day, substr(scope, length(${prefix}::text) + length('field:') + 1) as field, ${params.channelId ?? null}::int as "channelId",
      (parts ->> 'checked')::int as checked, (parts ->> 'wrong')::int as wrong, value as share
    from kpi_daily where metric = 'order_field_accuracy' and scope like ${`${prefix}field:%`} and day > now()::date - ${params.days}::int
    order by day desc, field`;
  return [...rows];
}
