import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";

/** Notes the customers' SKUs whose credits must be set against their sales anew after this batch. */
export async function markCredits(tx: Queryable, context: IngestContext): Promise<void> {
  await tx`
    insert into credit_key as k (connection_id, customer_ref, sku_id)
    select distinct ${context.connectionId}::int, b.customer, r.sku_id
    from order_batch_row r join order_batch b using (order_id)
    where r.kind = 'credit' and b.customer is not null order by 2, 3
    on conflict (connection_id, customer_ref, sku_id) do update set pending = true where not k.pending`;
  await tx`
    update credit_key k set pending = true
    from (select distinct b.customer, r.sku_id from order_batch_row r join order_batch b using (order_id) where r.kind = 'sale') s
    where k.connection_id = ${context.connectionId} and k.customer_ref = s.customer and k.sku_id = s.sku_id and not k.pending`;
}
