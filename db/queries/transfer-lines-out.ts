import type { Queryable } from "@/db/client";

/** A line that was taken out of a transfer before it was sent. */
export interface TransferLineOut {
  lineNo: number;
  skuCode: string;
  skuTitle: string;
  quantity: number;
  reason: string;
  by: string;
  at: Date;
  /** The decision that it followed from; null: none, or its action has other lines. */
  recommendationId: number | null;
}

/** The lines that were taken out of a transfer, oldest first. */
export const linesOut = (db: Queryable, transferId: number): Promise<TransferLineOut[]> =>
  db<TransferLineOut[]>`
    select o.line_no as "lineNo", s.code as "skuCode", s.title as "skuTitle", o.quantity, o.reason, o.taken_out_by as by,
      o.taken_out_at as at, a.recommendation_id as "recommendationId"
    from transfer_line_out o join sku s on s.id = o.sku_id left join action a on a.id = o.action_id
    where o.transfer_id = ${transferId} order by o.taken_out_at, o.line_no`;

/** Whether nothing of a transfer was ever sent or tried: lines may still be taken out of it. */
export async function isUnsent(db: Queryable, transferId: number): Promise<boolean> {
  const [row] = await db`
    select 1 from transfer_order o join action l on l.id = o.action_id
    where o.id = ${transferId} and o.state = 'planned' and l.state = 'queued' and not exists (
      select from action a where a.kind = 'transfer' and (a.payload ->> 'transferId')::bigint = o.id and a.rides_with is null
        and a.state <> 'cancelled' and (a.state <> 'queued' or a.attempts > 0
          or exists (select from action_attempt t where t.action_id = a.id)))`;
  return row !== undefined;
}
